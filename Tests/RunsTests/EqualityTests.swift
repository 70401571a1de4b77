// Our route (frontend, shared object, runner) against plain `swiftc` on every program of Tests/Fixtures/blocks: the same
// standard output, the same end. The fixtures cover Foundation, concurrency, `-O`, traps and exit codes.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

/// What the tests need of this machine, found once.
enum Machine {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  static let cache = root + "/.build/test-cache"

  static func toolchain() throws -> Toolchain {
    var toolchain = try Toolchain.locate(path: path, memory: cache + "/toolchain")
    toolchain.moduleCache = cache + "/clang"
    toolchain.stubs = cache + "/stubs"
    return toolchain
  }

  static func runner() -> BlockRunner {
    BlockRunner(runner: root + "/.build/release/lesson-runner", temporary: cache + "/tmp", path: path)
  }

  static func executor() throws -> Executor {
    Executor(
      toolchain: try toolchain(), library: ModuleLibrary(), runner: runner(), modules: [],
      lesson: "/bin/false",
      root: root, cache: cache)
  }

  /// Compiles and runs one source as a chapter's block.
  static func run(_ source: String, optimized: Bool = false, timeout: Int = 20) throws -> TaskOutcome {
    let options = (optimized ? " optimized" : "") + " timeout=\(timeout)s"
    let document = Document.parse("~~~~~swift\(options)\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: root)
    guard let task = plan.tasks.first else { throw plan.problems[0] }
    return try executor().run(task, of: plan)
  }
}

/// How a program ended and what it printed.
private struct Behavior: Codable, Hashable, Sendable, CustomStringConvertible {
  var output: String
  var ending: String
  var description: String { "\(ending): \(output.suffix(300))" }
}

/// swiftc's answer, remembered by source and toolchain: it is the oracle, and does not change while they do not.
private func viaSwiftc(
  _ file: String, isOptimized: Bool, isLibrary: Bool, _ toolchain: Toolchain
) throws -> Behavior {
  let source = try String(contentsOfFile: file, encoding: .utf8)
  let key = SHA256.hex(fields: ["swiftc 1", toolchain.identity, source])
  let memory = URL(fileURLWithPath: Machine.cache + "/swiftc/" + key)
  if let data = try? Data(contentsOf: memory) { return try JSONDecoder().decode(Behavior.self, from: data) }
  let behavior = try freshlyViaSwiftc(file, isOptimized: isOptimized, isLibrary: isLibrary, toolchain)
  try FileManager.default.createDirectory(
    at: memory.deletingLastPathComponent(), withIntermediateDirectories: true)
  try JSONEncoder().encode(behavior).write(to: memory, options: .atomic)
  return behavior
}

private func freshlyViaSwiftc(_ file: String, isOptimized: Bool, isLibrary: Bool, _ toolchain: Toolchain)
  throws
  -> Behavior
{
  let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
  defer { Interrupts.removeFolder(folder) }
  let binary = folder + "/main"
  var arguments = [file, "-o", binary, "-swift-version", "6", "-module-name", "main"]
  if isOptimized { arguments.append("-O") }
  if isLibrary { arguments.append("-parse-as-library") }
  let compiled = try ChildProcess(
    toolchain.folder + "/bin/swiftc", arguments,
    environment: ["PATH=\(Machine.path)", "HOME=\(folder)", "TMPDIR=\(folder)"]
  ).run()
  guard compiled.ending == .exit(0) else {
    return Behavior(
      output: String(decoding: compiled.standardError, as: UTF8.self), ending: "does not compile")
  }
  var child = ChildProcess(
    binary, [],
    environment: [
      "PATH=\(Machine.path)", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8", "TZ=UTC",
      "SWIFT_BACKTRACE=enable=no",
      "SWIFT_DETERMINISTIC_HASHING=1",
    ])
  child.workingFolder = folder
  let run = try child.run()
  let ending =
    switch run.ending {
    case .exit(let status): "exit \(status)"
    case .signal(let number): SignalNames.name(number)
    }
  return Behavior(output: String(decoding: run.standardOutput, as: UTF8.self), ending: ending)
}

private enum SignalNames {
  static func name(_ number: Int32) -> String {
    [4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 11: "SIGSEGV"][number] ?? "signal \(number)"
  }
}

private func viaEngine(_ source: String, isOptimized: Bool) throws -> Behavior {
  let outcome = try Machine.run(source, optimized: isOptimized)
  let ending =
    switch outcome.ending {
    case .exit(let status): "exit \(status)"
    case .signal(let name): name
    default: "\(outcome.ending) \(outcome.diagnostics)"
    }
  return Behavior(output: String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self), ending: ending)
}

@Test("every program behaves as it does when swiftc compiles it")
func equality() throws {
  let folder = Machine.root + "/Tests/Fixtures/blocks"
  let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    .sorted()
  #expect(names.count >= 60)
  let toolchain = try Machine.toolchain()
  let pairs = Scheduler.map(names, jobs: 2, cost: { _ in 1 }) { name in
    Result { () throws -> (Behavior, Behavior) in
      let source = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      let isOptimized = source.hasPrefix("// optimized")
      let isLibrary = source.contains("@main")
      return (
        try viaEngine(source, isOptimized: isOptimized),
        try viaSwiftc(folder + "/" + name, isOptimized: isOptimized, isLibrary: isLibrary, toolchain)
      )
    }
  }
  for (name, pair) in zip(names, pairs) {
    let (ours, theirs) = try pair.get()
    // With stdout on a pipe, plain swiftc loses what was printed before a trap; ours keeps it.
    let isTrap = theirs.ending.hasPrefix("SIG")
    #expect(ours.ending == theirs.ending, "\(name)")
    if isTrap {
      #expect(ours.output.hasPrefix(theirs.output), "\(name)")
    } else {
      #expect(ours.output == theirs.output, "\(name)")
    }
    #expect(theirs.ending != "does not compile", "\(name): \(theirs.output)")
  }
}
