// Mutators on threads of their own beside the marker: nothing that they can reach is lost, and they did run meanwhile.
// What this cannot show: that every order of two accesses is right; BarrierOrderTests does, for a model.

import CollectorModel
import Collectors
import TestSupport
import Testing

@Suite("mutators beside a marker")
struct CollectorThreadTests {
  @Test("keep every tree whole while cycles go on", arguments: [1, 2, 4])
  func whole(_ mutators: Int) throws {
    var isTested = false
    // Who gets a processor when is not ours to say: what must never happen is looked for in each run, and a run in which
    // the two hardly met is not the last.
    for _ in 0..<4 where !isTested {
      let outcome = try #require(churnTrees(mutators: mutators, steps: 200_000))
      #expect(outcome.damaged == 0)
      #expect(outcome.violated == nil)
      let counted = outcome.statistics
      isTested =
        counted.fullCollections >= 3 && counted.barrierHits > 0 && counted.allocatedDuringMark > 0
        && counted.mutatorNanosecondsDuringMark > 0
    }
    #expect(isTested, "mutators and marker never ran beside each other")
  }

  @Test("stand while a collector of the stopped world marks")
  func stopped() throws {
    let outcome = try #require(
      churnTrees(mutators: 2, steps: 200_000, isConcurrent: false, restMicroseconds: 0))
    #expect(outcome.damaged == 0)
    #expect(outcome.violated == nil)
    #expect(outcome.statistics.fullCollections >= 3)
    #expect(outcome.statistics.barrierHits == 0)
  }

  @Test("stand while several markers mark together", arguments: [2, 3])
  func together(_ markers: Int) throws {
    var hasHelped = false
    for _ in 0..<4 where !hasHelped {
      let outcome = try #require(
        churnTrees(mutators: 2, steps: 100_000, isConcurrent: false, restMicroseconds: 0, markers: markers))
      #expect(outcome.damaged == 0)
      #expect(outcome.violated == nil)
      // A helper that gets no processor in time is not waited for.
      hasHelped = outcome.statistics.helpedBytes > 0
    }
    #expect(hasHelped, "no helper ever scanned an object")
  }

  @Test(
    "lose objects when the barrier is off or new objects are white",
    arguments: ["noDeletionBarrier", "bornWhite"])
  func broken(_ fault: String) throws {
    var isCaught = false
    for _ in 0..<5 where !isCaught {
      isCaught = try runModel("collector-model", ["threads", "2", fault, "200000"]).status != 0
    }
    #expect(isCaught)
  }

  @Test("keep every tree whole while they mark themselves, because the marker is slow")
  func assists() throws {
    let outcome = try #require(churnTrees(mutators: 2, steps: 200_000, restMicroseconds: 300))
    #expect(outcome.damaged == 0)
    #expect(outcome.violated == nil)
  }
}
