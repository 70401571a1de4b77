// Readings: what instruments say of a service, and of nothing else: none of them knows what is wrong. Each stands for one that a
// running program has: access log, malloc's account, /proc, the allocation counter, the lock's and the collector's clocks.
// Source: proc(5) for statm and schedstat. Relies on: CProbe.

import CProbe
import Foundation
import Synchronization

/// What the instruments said of one run.
public struct Readings: Hashable, Sendable {
  /// Requests that came.
  public var requests: Int = 0
  /// Those that had no answer when all was quiet again.
  public var unanswered: Int = 0
  /// Half of the answers took no longer.
  public var p50Microseconds: Int = 0
  /// 99 of 100 answers took no longer.
  public var p99Microseconds: Int = 0
  /// What malloc had handed out at the end, more than at the start of the measured part, for each request.
  public var growthPerRequest: Int = 0
  /// What malloc handed out since the run began, and did not get back.
  public var liveBytes: Int = 0
  /// How much more of the process is in memory than when the run began.
  public var residentBytes: Int = 0
  /// Calls of malloc for each request.
  public var allocationsPerRequest: Int = 0
  /// Share of the workers' time in which they neither ran nor were ready to, in percent.
  public var waitingPercent: Int = 0
  /// Share of the workers' time in which they waited for a lock, in percent.
  public var lockPercent: Int = 0
  /// Share of the processor's time for the workers in which they collected, in percent.
  public var collectingPercent: Int = 0

  /// All is zero.
  public init() {}

  /// Resident bytes for each live one, in percent; 100 where little is resident.
  public var residentPercent: Int {
    residentBytes < 8 << 20 ? 100 : Int(Double(residentBytes) / Double(max(1 << 20, liveBytes)) * 100)
  }

  var fields: [(name: String, value: Int)] {
    [
      ("requests", requests), ("unanswered", unanswered), ("p50Us", p50Microseconds),
      ("p99Us", p99Microseconds),
      ("growthPerRequest", growthPerRequest), ("residentPercent", residentPercent),
      ("allocationsPerRequest", allocationsPerRequest), ("waitingPercent", waitingPercent),
      ("lockPercent", lockPercent), ("collectingPercent", collectingPercent),
    ]
  }
}

/// What workers write down while they serve.
final class Instruments: Sendable {
  private struct Log {
    var microseconds: [Int] = []
    var ran = 0
    var own = 0
    var lockWait = 0
    var collecting = 0
  }
  private let log = Mutex(Log())
  let answered = Atomic<Int>(0)

  /// A lock whose waits are on the clock.
  func withLock<Result>(_ lock: NSLock, _ work: () throws -> Result) rethrows -> Result {
    if !lock.try() {
      let start = Self.now()
      lock.lock()
      let waited = Self.now() - start
      log.withLock { $0.lockWait += waited }
    }
    defer { lock.unlock() }
    return try work()
  }

  func collected(nanoseconds: Int) { log.withLock { $0.collecting += nanoseconds } }

  /// One worker's time, and the latencies of what it answered. Time in which it could run and had no turn is the machine's.
  func worked(elapsed: Int, _ time: ThreadTime, microseconds: [Int]) {
    log.withLock {
      $0.own += max(time.ran, elapsed - time.hadNoTurn)
      $0.ran += time.ran
      $0.microseconds += microseconds
    }
  }

  func fill(_ readings: inout Readings) {
    let log = log.withLock { $0 }
    let sorted = log.microseconds.sorted()
    func percent(_ part: Int, of whole: Int) -> Int { whole == 0 ? 0 : min(100, 100 * part / whole) }
    readings.p50Microseconds = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    readings.p99Microseconds = sorted.isEmpty ? 0 : sorted[sorted.count * 99 / 100]
    readings.waitingPercent = percent(log.own - log.ran, of: log.own)
    readings.lockPercent = percent(log.lockWait, of: log.own)
    readings.collectingPercent = percent(log.collecting, of: log.ran)
  }

  // MARK: The system's

  /// Nanoseconds of a clock that only goes forward.
  static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  static func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096
  }

  /// Gives back to the system what an earlier run has left.
  static func trim() { probe_trim_heap() }

  static func liveBytes() -> Int {
    var numbers = probe_numbers()
    probe_measure(&numbers)
    return Int(numbers.usedBytes)
  }
  static func allocations() -> Int { Int(probe_process_counts().calls) }
}

/// What the kernel's scheduler says of a thread, in nanoseconds.
struct ThreadTime {
  var ran = 0
  /// Ready to run, and others ran.
  var hadNoTurn = 0

  static func here() -> ThreadTime {
    let text = (try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8)) ?? ""
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    return numbers.count >= 2 ? ThreadTime(ran: numbers[0], hadNoTurn: numbers[1]) : ThreadTime()
  }

  static func - (a: ThreadTime, b: ThreadTime) -> ThreadTime {
    ThreadTime(ran: a.ran - b.ran, hadNoTurn: a.hadNoTurn - b.hadNoTurn)
  }
}
