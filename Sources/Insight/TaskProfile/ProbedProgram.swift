// ProbedProgram: a program under the leak probe, which another process may ask for a moment at any time and which leaves one at
// its end. Its processes write PREFIX.PID at the end and PREFIX.PID.N when asked, and are asked at PREFIX.PID.ask.
// Relies on: Sources/Insight/CProbe/Preloaded/Ending.c for these names.

import CProbe
import Foundation
import LeakCheck
import Preload

/// Where a program's processes leave what they are asked for.
package struct ProbedProgram: Sendable {
  /// What may be asked.
  package enum Question: Sendable {
    /// Everything: blocks, who refers to whom, tasks.
    case moment
    /// Which blocks are alive and who made them: quicker.
    case blocks

    var number: UInt32 {
      switch self {
      case .moment: UInt32(probeAsksForMoment.rawValue)
      case .blocks: UInt32(probeAsksForBlocks.rawValue)
      }
    }
  }

  /// Why there is no answer.
  package struct NoAnswer: Error, Hashable {
    package var message: String
  }

  private let prefix: String

  /// - Parameter folder: Empty, and the user's alone.
  package init(in folder: String) { prefix = folder + "/heap" }

  /// Runs a program to its end.
  ///
  /// - Parameter whileRunning: See `PreloadedProgram.run`.
  /// - Returns: Its number, and how it ended.
  /// - Throws: `PreloadedProgram.Failure`.
  package func run(
    _ command: [String], with library: String, environment: [String: String],
    output: PreloadedProgram.Output = .own, limit: Double? = nil, whileRunning: @escaping (Int) -> Void
  ) throws(PreloadedProgram.Failure) -> (process: Int, status: Int) {
    var environment = environment
    environment["LIVE_LEAKS_REPORT"] = prefix
    environment["LIVE_LEAKS_ASKED"] = "1"
    return try PreloadedProgram.run(
      command, with: library, environment: environment, limit: limit, output: output,
      whileRunning: whileRunning)
  }

  /// The process that was started, and those that it started, that answer or have left something; ascending.
  package var processes: [Int] {
    let path = URL(fileURLWithPath: prefix)
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: path.deletingLastPathComponent().path)) ?? []
    return Set(names.compactMap { $0.split(separator: ".").dropFirst().first.flatMap { Int($0) } }).sorted()
  }

  /// Asks a process, and waits for the answer.
  ///
  /// - Parameter seconds: How long it may take; a program that has stopped all its threads does not answer.
  /// - Throws: `NoAnswer`, `SnapshotError`.
  package func ask(_ process: Int, for question: Question, seconds: Double = 10) throws -> Snapshot {
    try Snapshot([UInt8](try answer(of: process, to: question.number, seconds)))
  }

  /// Asks a process how it stands.
  ///
  /// - Throws: `NoAnswer`.
  package func numbers(of process: Int, seconds: Double = 10) throws -> probe_numbers {
    let bytes = try answer(of: process, to: UInt32(probeAsksForNumbers.rawValue), seconds)
    guard bytes.count == MemoryLayout<probe_numbers>.size else {
      throw NoAnswer(message: "process \(process) has a probe of another version in front of it")
    }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: probe_numbers.self) }
  }

  private func answer(of process: Int, to question: UInt32, _ seconds: Double) throws -> Data {
    let number = probe_ask("\(prefix).\(process).ask", question, UInt32(seconds * 1000))
    guard number != 0 else {
      throw NoAnswer(message: "process \(process) gave no answer within \(Int(seconds)) seconds")
    }
    let file = "\(prefix).\(process).\(number)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw NoAnswer(message: "process \(process) is about to end, or its heap is too large to be written")
    }
    return data
  }

  /// Asks a process to note its events for a time, and waits for that.
  ///
  /// - Returns: The file of an event trace.
  /// - Throws: `NoAnswer`.
  package func trace(_ process: Int, seconds: Int) throws -> Data {
    let ask = "\(prefix).\(process).ask"
    let number = probe_ask(ask, UInt32(probeAsksForTrace.rawValue), 10_000)
    guard number != 0 else { throw NoAnswer(message: "process \(process) gave no answer within 10 seconds") }
    let file = "\(prefix).\(process).\(number)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    sleep(UInt32(seconds))
    _ = probe_ask(ask, UInt32(probeAsksForTraceEnd.rawValue), 10_000)
    guard let data = FileManager.default.contents(atPath: file) else {
      throw NoAnswer(message: "process \(process) is traced already, or /tmp is full")
    }
    return data
  }

  /// What a process left at its end; nil when it left nothing, or not all of it.
  ///
  /// - Throws: `SnapshotError.malformed`.
  package func end(of process: Int) throws -> Snapshot? {
    guard let data = FileManager.default.contents(atPath: "\(prefix).\(process)") else { return nil }
    do { return try Snapshot([UInt8](data)) } catch SnapshotError.incomplete { return nil }
  }
}
