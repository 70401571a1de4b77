// SickService: one service with six faults, and each mended. A request hashes some bytes and makes a few small blocks; the fault
// comes beside that. Workers are threads, because some faults are theirs.
// Relies on: Readings; Collectors for the fault that only a collector has.

import Foundation
import Synchronization

/// What is wrong with a service.
public enum Fault: String, CaseIterable, Sendable {
  case none, leak, hole, churn, blocked, convoy, spiral

  /// For people.
  public var name: String {
    switch self {
    case .none: "nothing"
    case .leak: "leak"
    case .hole: "hole"
    case .churn: "churn"
    case .blocked: "blocked tasks"
    case .convoy: "lock convoy"
    case .spiral: "limit spiral"
    }
  }
}

/// A run of the service.
struct SickService {
  let fault: Fault
  /// Whether what is wrong was mended.
  let isMended: Bool
  /// 1 to 3: how bad it is.
  let degree: Int
  let requests: Int

  private static let workers = 4

  /// Serves all requests, and reads the instruments.
  func run() -> Readings {
    Instruments.trim()
    let (startLive, startResident) = (Instruments.liveBytes(), Instruments.residentBytes())
    let instruments = Instruments()
    let faulty = FaultyPart(self)
    defer { faulty.close() }
    // The first requests fill caches up, and are not measured.
    faulty.prepare()
    serve(requests / 10, faulty, Instruments())
    let (live, allocations) = (Instruments.liveBytes(), Instruments.allocations())
    serve(requests, faulty, instruments)
    let asked = Instruments.allocations() - allocations
    faulty.settle()
    var readings = Readings()
    readings.requests = requests
    readings.unanswered = faulty.accepted - faulty.answered
    readings.growthPerRequest = (Instruments.liveBytes() - live) / requests
    readings.liveBytes = Instruments.liveBytes() - startLive
    readings.residentBytes = Instruments.residentBytes() - startResident
    readings.allocationsPerRequest = asked / requests
    instruments.fill(&readings)
    return readings
  }

  private func serve(_ count: Int, _ faulty: FaultyPart, _ instruments: Instruments) {
    let threads = (0..<Self.workers).map { worker in
      Joinable {
        var microseconds: [Int] = []
        microseconds.reserveCapacity(count / Self.workers + 1)
        let heap = faulty.makeHeap()
        let (start, before) = (Instruments.now(), ThreadTime.here())
        for request in stride(from: worker, to: count, by: Self.workers) {
          let begin = Instruments.now()
          Self.work(request)
          faulty.serve(request, heap, instruments)
          microseconds.append((Instruments.now() - begin) / 1000)
        }
        instruments.worked(
          elapsed: Instruments.now() - start, ThreadTime.here() - before, microseconds: microseconds)
        heap?.finish(instruments)
      }
    }
    for thread in threads { thread.join() }
  }

  /// What every request does.
  @inline(never)
  private static func work(_ request: Int) {
    var hash = UInt64(truncatingIfNeeded: request)
    for _ in 0..<4000 { hash = (hash ^ 0x9E37) &* 0x100_0000_01B3 }
    sink.store(Int(truncatingIfNeeded: hash) + [request, request].count, ordering: .relaxed)
  }
}

/// So that no work is left out.
let sink = Atomic<Int>(0)

/// A thread that can be waited for.
final class Joinable: Sendable {
  private let done = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () -> Void) {
    let done = done
    let thread = Thread {
      work()
      done.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
  }

  func join() { done.wait() }
}
