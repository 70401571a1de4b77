// Random operations against the model, threads, and the faults that the suite has to notice.

import Foundation
import HeapAllocator
import HeapModel
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

  @Test("wrong use of a guarded heap is reported as what it is, and right use never", arguments: 1...4)
  func guarded(_ seed: Int) {
    checkProperty(
      runs: Self.runs / 6, seed: UInt64(seed) &* 1000,
      generate: { generator in (0..<2000).map { _ in GuardOperation.random(using: &generator) } },
      shrink: shorter,
      holds: { operations in GuardModel().map { $0.discrepancy(after: operations) == nil } ?? false })
  }

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

  @Test("threads that free each other's blocks lose nothing and never share a byte", arguments: [2, 4, 8])
  func threads(_ count: Int) {
    let wrong = HeapThreads.discrepancy(threads: count, turns: 15_000)
    #expect(wrong == nil)
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
    .forgetsUsedCount: (.random, ""),
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
    .countsOneObjectLess: (.random, "invariant 11"),
    .zeroesOneByteLess: (.random, "a cleared block"),
    .copiesOneByteLess: (.random, "reallocate from"),
    .shrinksInPlaceTooFar: (.sizes, "a third of"),
    .alignsToHalf: (.random, "aligned allocate"),
    .growsIntoBusyNeighbor: (.sizes, "a large block grew"),
    .roundsSizeDown: (.random, ""),
    .losesBlockOnRefusedGrowth: (.refusedForGood, "request 2 refused: a block that could not grow is lost"),
    .leaksSpanOnRefusal: (.refusedOnce, "request 1 refused"),
    .mixesContents: (.random, "plain allocate of"),
    .forgetsContentOfLarge: (.random, "plain allocate of"),
    .forgetsContentOfMoved: (.random, "reallocate of"),
    .alignsNoTinyValue: (.random, "plain allocate: 0x"),
    .cutsTinyValuesTooShort: (.random, "plain allocate of"),
    .keepsRestOfTinyBlock: (.random, "the account has"),
    .keepsTinyBlockAtFlush: (.random, "3 tiny blocks are left"),
    .freesTinyBlockWithItsFirstValue: (.random, "invariant"),
    .losesMagazinesWhenDrained: (.random, "the account has"),
    .fencesOneByteLate: (.guarded, "right use was reported"),
    .looksOneByteLate: (.guarded, "wrotePastEnd was not noticed"),
    .ignoresTheFront: (.guarded, "wroteInFront was not noticed"),
    .believesAnySeal: (.guarded, "noBlock of"),
    .linksLivingOneWay: (.guarded, "wrotePastEnd of"),
    .keepsFreedAmongLiving: (.guarded, "wroteAfterFree of"),
    .callsFreedAlive: (.guarded, "usedAfterFree was not noticed"),
    .forgetsPlaceOfFree: (.guarded, "usedAfterFree of"),
    .fillsOneByteLess: (.guarded, "right use was reported"),
    .inspectsOnlyLiving: (.guarded, "wroteAfterFree was not noticed"),
    .weighsLeavingLess: (.guarded, "the account has"),
    .letsGoUnseen: (.guarded, "wroteAfterFree was not noticed"),
    .losesWhatLeavesQuarantine: (.guarded, "the account has"),
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
