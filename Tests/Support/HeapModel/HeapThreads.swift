// HeapThreads: threads that allocate, pass their blocks on and free each other's, tiny values without pointers among them,
// while threads end and begin. Whatever is lost, shared or changed is said.
// Relies on: HeapAllocator's public API; a mailbox with a lock, the only other thing that the threads share.

import Dispatch
import Glibc
import HeapAllocator
import TestSupport

package enum HeapThreads {
  private struct Letter: @unchecked Sendable {
    var block: UnsafeMutableRawPointer
    var bytes: Int
  }

  /// What the threads share beside the heap. Behind a lock of the C library, because the sanitizer does not know Swift's.
  private final class Office: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var letters: [Letter] = []
    private var wrong: [String] = []

    init() { pthread_mutex_init(lock, nil) }
    deinit { lock.deallocate() }

    func with<Result>(_ work: (inout [Letter], inout [String]) -> Result) -> Result {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      return work(&letters, &wrong)
    }

    func report(_ what: String) { with { $1.append(what) } }
  }

  /// - Parameter turns: Requests of each of a thread's four lives.
  /// - Returns: What went wrong first, or nil.
  package static func discrepancy(threads: Int, turns: Int, mutation: Mutation = .none) -> String? {
    guard let heap = Heap(reserving: 1 << 32) else { return "there is no heap" }
    heap.suffer(mutation)
    let office = Office()
    run(threads, turns, office, heap)
    if let wrong = office.with({ $1.first }) { return wrong }
    if let violated = heap.verify() { return "invariant \(violated.rawValue), \(violated), does not hold" }
    let left = office.with { letters, _ in letters }
    let census = heap.census()
    let count = census.blocks - census.tinyBlocks + census.tinyValues
    if count != left.count { return "the account has \(count) blocks, there are \(left.count)" }
    guard var cache = heap.makeCache() else { return "no cache" }
    for letter in left { cache.free(letter.block) }
    cache.flush()
    if let violated = heap.verify() { return "in the end: \(violated)" }
    return heap.census().blocks == 0 ? nil : "\(heap.census().blocks) blocks are left of none"
  }

  private static func run(_ threads: Int, _ turns: Int, _ office: Office, _ heap: borrowing Heap) {
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var generator = SeededGenerator(seed: UInt64(thread))
      // Threads end and begin in the middle, with full caches.
      for _ in 0..<4 {
        guard var cache = heap.makeCache() else { return office.report("no cache") }
        for turn in 0..<turns {
          work(turn, office, &cache, &generator)
        }
      }
    }
  }

  private static func work(
    _ turn: Int, _ office: Office, _ cache: inout ThreadCache, _ generator: inout SeededGenerator
  ) {
    // A third of the smallest share blocks, whose marks several threads clear at once.
    let larger = Int.random(in: 8...(turn % 500 == 0 ? 80_000 : 600), using: &generator)
    let bytes = turn % 3 == 0 ? Int.random(in: 1...16, using: &generator) : larger
    guard let block = cache.allocate(bytes, holding: turn % 2 == 0 ? .plain : .pointers) else {
      return office.report("refused")
    }
    memset(block, Int32(bytes & 0xFF), bytes)
    let letter = Letter(block: block, bytes: bytes)
    let place = Int.random(in: 0..<1 << 30, using: &generator)
    let other = office.with { letters, _ -> Letter? in
      letters.append(letter)
      guard letters.count > 300 else { return nil }
      letters.swapAt(place % letters.count, letters.count - 1)
      return letters.removeLast()
    }
    guard let other else { return }
    let content = UnsafeRawBufferPointer(start: other.block, count: other.bytes)
    if !content.allSatisfy({ $0 == UInt8(other.bytes & 0xFF) }) {
      office.report("\(other.bytes) bytes changed")
    }
    cache.free(other.block)
  }
}
