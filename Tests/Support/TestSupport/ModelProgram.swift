// ModelProgram: a program of the tests' own, run for a heap with a deliberate fault, which may end its process.
// Relies on: its standing beside the test's bundle, where the build puts both.

import Foundation

/// Runs one, without a backtrace when it dies.
///
/// - Returns: Its status or the signal that ended it, which of the two, and what it printed.
package func runModel(_ name: String, _ words: [String]) throws -> (
  status: Int32, isSignal: Bool, output: String
) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: name)
  process.arguments = words
  process.environment = ["SWIFT_BACKTRACE": "enable=no"]
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (
    process.terminationStatus, process.terminationReason == .uncaughtSignal,
    String(decoding: data, as: UTF8.self)
  )
}
