// Toolchain: the Swift toolchain on this machine as a value: where its frontend, its runtime and a linker are, and
// what it calls itself. The driver (`swiftc`) costs more than the compile it starts, so it is only looked for.
// Relies on: PATH; ChildProcess to ask for the version once, which a file then remembers.

import Foundation

/// A Swift toolchain.
package struct Toolchain: Sendable {
  /// The folder `usr` of the toolchain.
  package var folder: String
  /// `usr/bin/swift-frontend`
  package var frontend: String
  /// A linker that makes shared objects quickly: gold, else bfd, else lld.
  package var linker: String
  /// `swift-6.3.1-RELEASE x86_64-unknown-linux-gnu`
  package var identity: String

  /// Where the frontend keeps the C modules that it has read. Compiles have homes of their own, so without this each would
  /// read them anew: 1.1 s instead of 0.07 s with Foundation.
  package var moduleCache: String?
  /// Where stand-ins of the runtime's libraries are kept for the linker (`LinkStubs`); nil links with the libraries.
  package var stubs: String?
  /// How far one call of the compiler may go.
  package var limits = CompilerLimits()

  /// `usr/lib/swift/linux`
  package var runtime: String { folder + "/lib/swift/linux" }
  /// The start-up object that registers an image's metadata.
  package var startUp: String { "\(runtime)/\(architecture)/swiftrt.o" }
  /// Where the frontend finds the macros of the standard library, Foundation and Observation; the driver says the same.
  package var pluginArguments: [String] {
    let host = folder + "/lib/swift/host"
    return [
      "-in-process-plugin-server-path", host + "/libSwiftInProcPluginServer.so", "-plugin-path",
      host + "/plugins",
    ]
  }
  package var architecture: String {
    identity.split(separator: " ").last?.split(separator: "-").first.map(String.init) ?? "x86_64"
  }

  /// Why there is no toolchain to work with.
  package struct Missing: Error, Hashable, CustomStringConvertible {
    package var message: String
    package var remedy: String
    package var description: String { "\(message)\n  \(remedy)" }
  }

  /// Finds the toolchain whose `swiftc` stands first in PATH.
  ///
  /// - Parameter memory: A file that remembers the identity by the frontend's size and time, so that a second call
  ///   starts no process; nil remembers nothing.
  package static func locate(path: String, memory: String?) throws(Missing) -> Toolchain {
    guard let swiftc = find("swiftc", in: path) else {
      throw Missing(
        message: "there is no swiftc in PATH",
        remedy:
          "install Swift 6.3 or newer from https://www.swift.org/install/linux/ and add its usr/bin to PATH")
    }
    let bin = URL(fileURLWithPath: swiftc).resolvingSymlinksInPath().deletingLastPathComponent()
    let frontend = bin.appending(path: "swift-frontend").path
    guard FileManager.default.isExecutableFile(atPath: frontend) else {
      throw Missing(
        message: "there is no swift-frontend beside \(swiftc)", remedy: "use a complete Swift toolchain")
    }
    let linkers = ["ld.gold", "ld.bfd", "ld.lld"]
    guard let linker = linkers.lazy.compactMap({ find($0, in: path + ":" + bin.path) }).first else {
      throw Missing(message: "there is no linker (ld.gold) in PATH", remedy: "apt-get install binutils")
    }
    let identity = try remembered(of: frontend, in: memory) { () throws(Missing) in
      try Self.identity(of: frontend)
    }
    return Toolchain(
      folder: bin.deletingLastPathComponent().path, frontend: frontend, linker: linker, identity: identity)
  }

  /// The first executable of that name in a PATH.
  package static func find(_ name: String, in path: String) -> String? {
    path.split(separator: ":").map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Size and time of a file, which change when it does. Empty for a missing file.
  package static func stamp(of file: String) -> String {
    var status = stat()
    guard stat(file, &status) == 0 else { return "" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// Something that is costly to find out about a file, remembered until the file's size or time changes.
  ///
  /// - Parameter memory: The file that remembers it; nil remembers nothing.
  static func remembered<Failure: Error>(
    of file: String, in memory: String?, _ findOut: () throws(Failure) -> String
  ) throws(Failure) -> String {
    let stamp = "\(file) \(stamp(of: file))"
    if let memory, let text = try? String(contentsOfFile: memory, encoding: .utf8) {
      let lines = text.split(separator: "\n")
      if lines.count == 2, lines[0] == stamp { return String(lines[1]) }
    }
    let found = try findOut()
    if let memory {
      let url = URL(fileURLWithPath: memory)
      try? FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? Data("\(stamp)\n\(found)\n".utf8).write(to: url, options: .atomic)
    }
    return found
  }

  private static func identity(of frontend: String) throws(Missing) -> String {
    let output: [UInt8]
    do {
      output = try ChildProcess(frontend, ["--version"]).run().standardOutput
    } catch {
      throw Missing(message: error.message, remedy: "check the toolchain's installation")
    }
    let text = String(decoding: output, as: UTF8.self)
    guard let open = text.firstRange(of: "("), let close = text[open.upperBound...].firstIndex(of: ")"),
      let target = text.firstRange(of: "Target: ")
    else {
      throw Missing(
        message: "\(frontend) --version says nothing known:\n\(text)", remedy: "use Swift 6.3 or newer")
    }
    let triple = text[target.upperBound...].prefix { !$0.isNewline }
    return "\(text[open.upperBound..<close]) \(triple)"
  }
}
