// ProfiledRun: a program run under the profiler, and where the records of its processes are.
// Relies on: PreloadedProgram; the library reads its orders from the environment.

import Preload

/// One run.
public struct ProfiledRun: Sendable {
  /// As a shell says it.
  public var status: Int
  /// What its processes left.
  public var records: HeapRecords

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - library: The profiler's file.
  ///   - every: Mean bytes between two samples; 1 records everything.
  ///   - seed: Of the random numbers that choose samples.
  ///   - prefix: Absolute; records are PREFIX.PID.
  ///   - output: Where the program's output goes.
  /// - Throws: `PreloadedProgram.Failure`.
  public init(
    _ command: [String], with library: String, every: Int, seed: UInt64 = 0, to prefix: String,
    environment: [String: String], output: PreloadedProgram.Output = .own
  ) throws(PreloadedProgram.Failure) {
    var environment = environment
    environment["LIVE_HEAP_PROFILE"] = prefix
    environment["LIVE_HEAP_EVERY"] = "\(every)"
    environment["LIVE_HEAP_SEED"] = "\(seed)"
    let (process, status) = try PreloadedProgram.run(
      command, with: library, environment: environment, output: output)
    self.status = status
    records = HeapRecords(prefix: prefix, of: process)
  }
}
