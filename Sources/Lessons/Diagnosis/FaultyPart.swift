// FaultyPart: what is wrong with the service, and the same mended. Each is what a person would write on a bad day.
// Relies on: Readings for the lock's and the collector's clocks.

import Collectors
import Foundation
import Synchronization

/// The part of a service that may be sick.
final class FaultyPart: Sendable {
  private let service: SickService
  private let lock = NSLock()
  private let seen = Mutex<[Int: [UInt8]]>([:])
  private let kept = Mutex<[[UInt8]]>([])
  private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
  private let forgotten = Mutex<[CheckedContinuation<Void, Never>]>([])
  private let counts = Mutex((accepted: 0, answered: 0))

  init(_ service: SickService) { self.service = service }

  var accepted: Int { counts.withLock { $0.accepted } }
  var answered: Int { counts.withLock { $0.answered } }

  /// The hole is made before the first request: a morning's peak that the service has survived.
  func prepare() {
    guard service.fault == .hole else { return }
    let blocks = 40_000 * service.degree
    var peak = (0..<blocks).map { [UInt8](repeating: UInt8($0 & 255), count: 480) }
    // Of 32 neighbors one is still needed, and holds their pages.
    let rest = stride(from: 0, to: blocks, by: 32).map { peak[$0] }
    let mended = service.isMended ? rest.map { $0.map { $0 } } : rest
    peak = []
    if service.isMended {
      kept.withLock { $0 = mended }
      Instruments.trim()
    } else {
      kept.withLock { $0 = rest }
    }
  }

  /// Of a worker, for the fault that needs one.
  func makeHeap() -> CollectedCache? {
    service.fault == .spiral
      ? CollectedCache(limitPercent: service.isMended ? 1000 : 112 - 2 * service.degree) : nil
  }

  func serve(_ request: Int, _ heap: CollectedCache?, _ instruments: Instruments) {
    counts.withLock { $0.accepted += 1 }
    switch service.fault {
    case .none, .hole: break
    case .leak: remember(request)
    case .churn: render(request)
    case .blocked:
      hand(request)
      return
    case .convoy: store(request, instruments)
    case .spiral: heap?.serve(request)
    }
    counts.withLock { $0.answered += 1 }
  }

  // snippet.faults
  // MARK: Leak

  private func remember(_ request: Int) {
    seen.withLock { seen in
      seen[seen.count] = [UInt8](repeating: 32, count: 700 * service.degree)
      if service.isMended, seen.count > 100 { seen.removeAll(keepingCapacity: true) }
    }
  }

  // MARK: Churn

  private func render(_ request: Int) {
    var length = 0
    if service.isMended {
      var line: [UInt8] = []
      line.reserveCapacity(64)
      for number in 0..<1000 * service.degree {
        line.removeAll(keepingCapacity: true)
        line.append(UInt8(truncatingIfNeeded: number))
        length += line.count
      }
    } else {
      for number in 0..<1000 * service.degree { length += Self.line(number).count }
    }
    sink.store(length, ordering: .relaxed)
  }

  @inline(never)
  private static func line(_ number: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: number), 10] }

  // MARK: Blocked tasks

  /// A task waits for a reply; where the reply is an error, nobody tells it.
  private func hand(_ request: Int) {
    let isForgotten = request % 10 < service.degree && !service.isMended
    Task { [self] in
      await withCheckedContinuation { continuation in
        if isForgotten {
          forgotten.withLock { $0.append(continuation) }
        } else {
          waiting.withLock { $0.append(continuation) }
        }
      }
      counts.withLock { $0.answered += 1 }
    }
    waiting.withLock { $0.popLast() }?.resume()
  }

  // snippet.end

  /// Those who are told are told, and their tasks come to rest: a busy machine may take long for it, so the wait ends when for
  /// ten seconds nothing has changed.
  func settle() {
    guard service.fault == .blocked else { return }
    var (seen, idle) = (-1, 0)
    while idle < 1000, answered + forgotten.withLock({ $0.count }) < accepted {
      for continuation in waiting.withLock({ list in
        defer { list = [] }
        return list
      }) { continuation.resume() }
      usleep(10_000)
      idle = answered == seen ? idle + 1 : 0
      seen = answered
    }
  }

  /// What nobody will resume is resumed after the readings, so that the next run is not this one's.
  func close() {
    for continuation in forgotten.withLock({ $0 }) { continuation.resume() }
  }

  // MARK: Convoy

  /// The lock is for a counter. It is also held while a slow disk answers.
  private func store(_ request: Int, _ instruments: Instruments) {
    let slow = { _ = usleep(useconds_t(150 * self.service.degree)) }
    if service.isMended {
      slow()
      instruments.withLock(lock) { sink.store(request, ordering: .relaxed) }
    } else {
      instruments.withLock(lock) {
        slow()
        sink.store(request, ordering: .relaxed)
      }
    }
  }
}

/// A worker's cache in a collected heap with a limit: each request replaces some entries.
final class CollectedCache {
  private static let entries = 4096
  private static let entryBytes = 1000
  private static let replaced = 32
  private let heap: MarkCompact
  private let table: Frame
  /// Filling it up collects, too.
  private let before: UInt64

  init?(limitPercent: Int) {
    guard let heap = MarkCompact(bytes: 64 << 20, floor: 1 << 20) else { return nil }
    self.heap = heap
    heap.setPercent(400)
    heap.setMemoryLimit(bytes: Self.entries * (Self.entryBytes + 16) / 100 * limitPercent)
    table = heap.keep(1)
    guard let entries = try? heap.allocate(refs: Self.entries, bytes: 0) else { return nil }
    table[0] = entries
    for entry in 0..<Self.entries {
      guard let made = try? heap.allocate(refs: 0, bytes: Self.entryBytes) else { return nil }
      heap.store(made, in: table[0], at: entry)
    }
    before = heap.statistics.pauses.total
  }

  private func fill(_ entry: Int) {
    guard let made = try? heap.allocate(refs: 0, bytes: Self.entryBytes) else { return }
    heap.store(made, in: table[0], at: entry)
  }

  func serve(_ request: Int) {
    for number in 0..<Self.replaced { fill((request &* 31 + number &* 997) % Self.entries) }
  }

  /// Says how long it collected, and gives all memory back.
  func finish(_ instruments: Instruments) {
    instruments.collected(nanoseconds: Int(heap.statistics.pauses.total - before))
    heap.close()
  }
}
