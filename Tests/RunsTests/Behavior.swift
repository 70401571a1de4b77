// What a program does, by two routes: plain `swiftc`, the oracle, and ours.
// Relies on: Machine. swiftc's answers are remembered, since they change only with the source and the toolchain.

import Foundation
import Toolchain

/// How a program ended and what it printed.
struct Behavior: Codable, Hashable, Sendable, CustomStringConvertible {
  var output: String
  var ending: String
  var description: String { "\(ending): \(output.suffix(300))" }
}

/// swiftc's answer, remembered by source and toolchain: it is the oracle, and does not change while they do not.
func viaSwiftc(
  _ file: String, isOptimized: Bool, isLibrary: Bool, _ toolchain: Toolchain
) throws -> Behavior {
  let source = try String(contentsOfFile: file, encoding: .utf8)
  let key = SHA256.hex(fields: ["swiftc 2", toolchain.identity, source])
  let memory = URL(fileURLWithPath: Machine.cache + "/swiftc/" + key)
  if let data = try? Data(contentsOf: memory) { return try JSONDecoder().decode(Behavior.self, from: data) }
  let behavior = try freshlyViaSwiftc(file, isOptimized: isOptimized, isLibrary: isLibrary, toolchain)
  try FileManager.default.createDirectory(
    at: memory.deletingLastPathComponent(), withIntermediateDirectories: true)
  try JSONEncoder().encode(behavior).write(to: memory, options: .atomic)
  return behavior
}

func freshlyViaSwiftc(_ file: String, isOptimized: Bool, isLibrary: Bool, _ toolchain: Toolchain)
  throws
  -> Behavior
{
  let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
  defer { Interrupts.removeFolder(folder) }
  let binary = folder + "/main"
  var arguments = [file, "-o", binary, "-swift-version", "6", "-module-name", "main", "-lm"]
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
  child.watch = { process, seconds in
    if seconds > 20 { kill(process, SIGKILL) }
    return nil
  }
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

func viaEngine(_ source: String, isOptimized: Bool) throws -> Behavior {
  let outcome = try Machine.run(source, optimized: isOptimized)
  let ending =
    switch outcome.ending {
    case .exit(let status): "exit \(status)"
    case .signal(let name): name
    default: "\(outcome.ending) \(outcome.diagnostics)"
    }
  return Behavior(output: String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self), ending: ending)
}
