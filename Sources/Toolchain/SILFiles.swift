// SILFiles: the optimized SIL of files as they stand on the disk, and of the modules of a package, each with the arguments
// that SwiftPM itself builds it with.
// Relies on: Toolchain, Compiler; SwiftPM's `description.json` for a package's arguments.

import Foundation

/// What is compiled to SIL as one module.
package struct SILRequest: Sendable {
  /// As the user named them; SIL repeats the names.
  package var files: [String]
  package var moduleName = "main"
  /// `-O`, `-Onone` or `-Osize`.
  package var level = "-O"
  /// Without top-level code.
  package var isLibrary = true
  /// Further arguments of the frontend, such as `-I` of modules.
  package var arguments: [String] = []

  package init(files: [String]) { self.files = files }
}

/// What was asked for, or why there is none.
package enum SILResult: Sendable {
  case text([UInt8])
  /// The compiler's own words.
  case failed(Compilation.Result)
}

extension Toolchain {
  /// Asks the frontend for types at operands, for no tails of users, and for places.
  package static let silPrinting = [
    "-g", "-Xllvm", "-sil-print-types", "-Xllvm", "-sil-print-no-uses", "-Xllvm", "-sil-print-debuginfo",
  ]

  /// The SIL of files.
  ///
  /// - Parameters:
  ///   - current: The folder that relative names start from.
  ///   - folder: A folder for the frontend's own files.
  /// - Throws: `ChildProcess.Failure` when the frontend cannot be started or was killed.
  package func sil(
    of request: SILRequest, from current: String, in folder: String
  ) throws(ChildProcess.Failure) -> SILResult {
    let output = "\(folder)/\(request.moduleName).sil"
    var arguments = ["-frontend", "-emit-sil", request.level, "-o", output]
    // One file is compiled as swiftc compiles it; several are one module, optimized as a whole.
    if request.files.count == 1 { arguments.append("-primary-file") }
    arguments += request.files + ["-module-name", request.moduleName]
    if request.isLibrary { arguments.append("-parse-as-library") }
    arguments += ["-diagnostic-style", "llvm"] + pluginArguments + Self.silPrinting
    if let moduleCache { arguments += ["-module-cache-path", moduleCache] }
    let result = try run(arguments + request.arguments, in: folder, from: current)
    guard result.succeeded, let text = FileManager.default.contents(atPath: output) else {
      return .failed(result)
    }
    try? FileManager.default.removeItem(atPath: output)
    return .text([UInt8](text))
  }
}

extension Toolchain {
  /// What the optimizer says of its passes while it compiles a file: a line a run.
  ///
  /// - Parameter withCode: Also the code that each pass leaves behind: some megabytes for a page of source.
  /// - Throws: `ChildProcess.Failure` when the frontend cannot be started or was killed.
  package func passLog(
    of request: SILRequest, withCode: Bool, from current: String, in folder: String
  ) throws(ChildProcess.Failure) -> SILResult {
    var arguments =
      ["-frontend", "-emit-sil", request.level, "-o", "/dev/null", "-primary-file"] + request.files
      + ["-module-name", request.moduleName]
    if request.isLibrary { arguments.append("-parse-as-library") }
    arguments += pluginArguments + ["-suppress-warnings"]
    if let moduleCache { arguments += ["-module-cache-path", moduleCache] }
    arguments += request.arguments
    let code = withCode ? Self.silPrinting + ["-Xllvm", "-sil-print-all"] : []
    var child = ChildProcess(
      frontend, arguments + code + ["-Xllvm", "-sil-print-pass-name"],
      environment: ["PATH=/usr/bin:/bin", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8"])
    child.workingFolder = current
    child.outputLimit = 1 << 30
    let result = try child.run()
    if result.ending == .exit(0), result.stopped == nil { return .text(result.standardError) }
    // Errors are read from what holds nothing else.
    return .failed(try run(arguments, in: folder, from: current))
  }
}

/// A module of a package, as SwiftPM builds it.
package struct PackageModule: Sendable {
  package var name: String
  /// Absolute.
  package var sources: [String]
  /// Arguments of the driver.
  package var arguments: [String]

  /// Builds a package in release and reads how its own modules were compiled.
  ///
  /// - Parameters:
  ///   - target: Builds no more than this one needs, if there is a target of that name.
  ///   - scratch: Where SwiftPM builds.
  ///   - progress: Called now and then with the seconds that it has taken.
  /// - Throws: `ModuleLibrary.Missing` with the compiler's words when the package does not build.
  package static func all(
    ofPackage root: String, target: String?, swift: SwiftCommand, scratch: String,
    progress: @escaping (Double) -> Void
  ) throws -> [PackageModule] {
    let result = try swift.run(
      ["build", "-c", "release", "--package-path", root, "--scratch-path", scratch, "--disable-index-store"]
        + (target.map { ["--target", $0] } ?? []),
      progress: progress)
    guard result.ending == .exit(0) else {
      let text = String(decoding: result.standardError + result.standardOutput, as: UTF8.self)
      // A folder need not have its target's name.
      if let target, text.contains("no target named '\(target)'") {
        return try all(ofPackage: root, target: nil, swift: swift, scratch: scratch, progress: progress)
      }
      throw ModuleLibrary.Missing(
        message: "the package does not build:\n\(text)", remedy: "swift build -c release has to succeed first"
      )
    }
    guard let data = FileManager.default.contents(atPath: scratch + "/release/description.json"),
      let description = try? JSONDecoder().decode(BuildDescription.self, from: data)
    else {
      throw ModuleLibrary.Missing(
        message: "SwiftPM's build folder \(scratch) is laid out in an unknown way",
        remedy: "use Swift 6.2 or newer")
    }
    let absolute = URL(fileURLWithPath: root).resolvingSymlinksInPath().path + "/"
    return description.swiftCommands.values.compactMap { command in
      let sources = command.inputs.map(\.name).filter { $0.hasSuffix(".swift") }
      let own = sources.filter {
        $0.hasPrefix(absolute) && !$0.hasPrefix(scratch) && !$0.dropFirst(absolute.count).hasPrefix(".build/")
      }
      guard !own.isEmpty else { return nil }
      return PackageModule(
        name: command.moduleName, sources: sources.sorted(),
        arguments: ["-I", command.importPath] + command.otherArguments)
    }.sorted { $0.name < $1.name }
  }

  private struct BuildDescription: Decodable {
    var swiftCommands: [String: Command]

    struct Command: Decodable {
      var moduleName: String
      var importPath: String
      var inputs: [Input]
      var otherArguments: [String]
    }
    struct Input: Decodable { var name: String }
  }

  /// Without what makes several outputs, or other ones.
  private var keptArguments: [String] {
    var kept: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-num-threads", "-emit-objc-header-path": rest = rest.dropFirst()
      case "-enable-batch-mode", "-incremental", "-emit-objc-header", "-serialize-diagnostics",
        "-parseable-output":
        break
      default: if !word.hasPrefix("-j") { kept.append(word) }
      }
    }
    return kept
  }

  /// The SIL of the module, optimized as a whole.
  ///
  /// - Parameter further: Arguments after those of the package: the last level counts.
  /// - Throws: `ModuleLibrary.Missing` with the compiler's words.
  package func sil(
    _ toolchain: Toolchain, _ further: [String] = [], in folder: String, environment: [String: String]
  ) throws -> [UInt8] {
    let output = "\(folder)/\(name).sil"
    var child = ChildProcess(
      toolchain.folder + "/bin/swiftc",
      ["-emit-sil", "-o", output, "-module-name", name] + sources + keptArguments
        + ["-whole-module-optimization"] + Toolchain.silPrinting + further,
      environment: environment.map { "\($0)=\($1)" })
    child.outputLimit = 64 << 20
    let result = try child.run()
    guard result.ending == .exit(0), let text = FileManager.default.contents(atPath: output) else {
      throw ModuleLibrary.Missing(
        message: "there is no SIL of \(name):\n\(String(decoding: result.standardError, as: UTF8.self))",
        remedy: "swift build -c release has to succeed first")
    }
    try? FileManager.default.removeItem(atPath: output)
    return [UInt8](text)
  }
}
