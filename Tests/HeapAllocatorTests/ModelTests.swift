// Random operations against the model, threads, and the faults that the suite has to notice.

import Foundation
import HeapAllocator
import HeapModel
import Synchronization
import TestSupport
import Testing

@Suite("the model")
struct ModelTests {
  @Test("random operations never contradict the model, with 1 to 8 caches", arguments: 1...8)
  func random(_ caches: Int) {
    checkProperty(
      runs: Self.runs, seed: UInt64(caches) &* 1000,
      generate: { generator in
        (0..<2000).map { _ in HeapOperation.random(caches: caches, largest: 1 << 18, using: &generator) }
      },
      shrink: shorter,
      holds: { operations in
        let model = HeapModel(caches: caches)
        return model.map { $0.discrepancy(after: operations) == nil } ?? false
      })
  }

  /// 8 × 60 × 2,000 operations are near a million; SOAK multiplies them.
  private static let runs = 60 * (ProcessInfo.processInfo.environment["SOAK"].flatMap { Int($0) } ?? 1)

  @Test("an observed heap behaves as one that is not")
  func observed() throws {
    let model = try #require(HeapModel(caches: 3, isObserved: true))
    var generator = SeededGenerator(seed: 77)
    let operations = (0..<30_000).map { _ in
      HeapOperation.random(caches: 3, largest: 1 << 18, using: &generator)
    }
    #expect(model.discrepancy(after: operations) == nil)
  }

  @Test("scenarios that random operations seldom come to", arguments: HeapScenario.allCases)
  func scenario(_ scenario: HeapScenario) {
    let wrong = scenario.run()
    #expect(wrong == nil)
  }

  /// Blocks on their way between threads.
  private final class Mailbox: Sendable {
    struct Letter: @unchecked Sendable {
      var block: UnsafeMutableRawPointer
      var bytes: Int
    }
    let letters = Mutex<[Letter]>([])
  }

  @Test("threads that free each other's blocks lose nothing and never share a byte", arguments: [2, 4, 8])
  func threads(_ count: Int) throws {
    let heap = try makeHeap(1 << 32)
    let mailbox = Mailbox()
    let wrong = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: count) { thread in
      var generator = SeededGenerator(seed: UInt64(thread))
      // Threads end and begin in the middle, with full caches.
      for _ in 0..<4 {
        guard var cache = heap.makeCache() else { return wrong.withLock { $0.append("no cache") } }
        for turn in 0..<15_000 {
          let bytes = Int.random(in: 8...(turn % 500 == 0 ? 80_000 : 600), using: &generator)
          guard let block = cache.allocate(bytes) else { return wrong.withLock { $0.append("refused") } }
          memset(block, Int32(bytes & 0xFF), bytes)
          let other = mailbox.letters.withLock { letters -> Mailbox.Letter? in
            letters.append(.init(block: block, bytes: bytes))
            guard letters.count > 300 else { return nil }
            letters.swapAt(Int.random(in: letters.indices, using: &generator), letters.count - 1)
            return letters.removeLast()
          }
          guard let other else { continue }
          let content = UnsafeRawBufferPointer(start: other.block, count: other.bytes)
          if !content.allSatisfy({ $0 == UInt8(other.bytes & 0xFF) }) {
            wrong.withLock { $0.append("\(other.bytes) bytes changed") }
          }
          cache.free(other.block)
        }
      }
    }
    let left = mailbox.letters.withLock { $0 }
    expectSound(heap, blocks: left.count)
    var cache = try heap.newCache()
    for letter in left { cache.free(letter.block) }
    cache.flush()
    expectSound(heap, blocks: 0)
    let problems = wrong.withLock { $0 }
    #expect(problems.isEmpty)
  }
}

@Suite("faults")
struct FaultTests {
  /// The scenario that notices each fault, and how its message begins. An empty beginning: the process may not survive.
  private static let notices: [Mutation: (HeapScenario, String)] = [
    .keepsNeighborApart: (.random, "invariant 2"),
    .forgetsSpanEnds: (.random, "invariant 1"),
    .splitsOnePageShort: (.random, "invariant 1"),
    .leavesBitOfEmptyList: (.random, "invariant 3"),
    .countsIdlePagesTwice: (.random, "invariant 9"),
    .callsDirtyPagesZero: (.random, "a cleared block"),
    .growsPastItsEnd: (.full, ""),
    .releasesPagesInUse: (.random, ""),
    .carvesOnePastTheEnd: (.random, "invariant 5"),
    .forgetsUsedCount: (.random, "invariant 5"),
    .losesPartialSpan: (.random, "invariant 8"),
    .keepsClassOfReturnedPages: (.random, ""),
    .returnsBusySpan: (.random, ""),
    .dropsFullMagazine: (.random, "the account has"),
    .restoresOneTooFew: (.full, "a heap of 16 MiB was full"),
    .carvesSameObjectsAgain: (.random, ""),
    .opensWindowOneTooWide: (.random, "invariant 6"),
    .losesTheSpareMagazine: (.magazines, "magazines grew"),
    .forgetsForeignBlocksAtFlush: (.random, ""),
    .keepsNumberOfEndedThread: (.threadNumbers, "a block of another thread"),
    .takesForeignForOwn: (.random, ""),
    .countsOneObjectLess: (.random, "the account has"),
    .zeroesOneByteLess: (.random, "a cleared block"),
    .copiesOneByteLess: (.random, "reallocate from"),
    .shrinksInPlaceTooFar: (.sizes, "a third of"),
    .alignsToHalf: (.random, "aligned allocate"),
    .growsIntoBusyNeighbor: (.random, ""),
    .roundsSizeDown: (.random, ""),
    .losesBlockOnRefusedGrowth: (.refusedForGood, "request 2 refused: a block that could not grow is lost"),
    .leaksSpanOnRefusal: (.refusedOnce, "request 1 refused"),
  ]

  @Test("every deliberate fault is noticed, by the scenario and in the words that are written here")
  func faults() throws {
    #expect(Set(Self.notices.keys).union([.none]) == Set(Mutation.allCases) && Self.notices.count >= 25)
    for (mutation, (scenario, beginning)) in Self.notices.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let (status, isSignal, output) = try runModel("heap-model", [scenario.rawValue, "\(mutation)"])
      let isNoticed = beginning.isEmpty ? isSignal || status == 1 : status == 1 && output.hasPrefix(beginning)
      #expect(isNoticed, "\(mutation): \(status) \(output)")
    }
  }

  @Test(
    "a pointer that no request returned, and a large block freed twice, end the process with the address",
    arguments: ["foreign", "twice"])
  func misuse(_ what: String) throws {
    let (_, isSignal, _) = try runModel("heap-model", ["misuse", what])
    #expect(isSignal)
  }
}
