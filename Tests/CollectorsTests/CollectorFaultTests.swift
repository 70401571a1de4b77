// Every deliberate fault of the collectors, and the scenario that catches it. A heap with a fault may end its process, so
// each has one of its own.
// Relies on: the program collector-model beside the tests.

import CollectorModel
import Collectors
import TestSupport
import Testing

@Suite("a fault in a collector is caught")
struct CollectorFaultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let fault: CollectorFault
    let plan: CollectorPlan
    let scenario: CollectorScenario
    var testDescription: String { "\(fault) by \(scenario) on \(plan)" }

    init(_ fault: CollectorFault, _ plan: CollectorPlan, _ scenario: CollectorScenario) {
      self.fault = fault
      self.plan = plan
      self.scenario = scenario
    }
  }

  static let rows: [Row] = [
    Row(.missesLastRoot, .copying, .random),
    Row(.missesLastRoot, .compacting, .random),
    Row(.missesLastRoot, .generational, .random),
    Row(.missesLastRoot, .interleaved, .random),
    Row(.forgetsFinalizerQueue, .copying, .resurrection),
    Row(.forgetsFinalizerQueue, .compacting, .resurrection),
    Row(.forgetsFinalizerQueue, .generational, .resurrection),
    Row(.forgetsFinalizerQueue, .interleaved, .resurrection),
    Row(.readsWeakAsStrong, .copying, .resurrection),
    Row(.readsWeakAsStrong, .compacting, .resurrection),
    Row(.readsWeakAsStrong, .generational, .resurrection),
    Row(.readsWeakAsStrong, .interleaved, .resurrection),
    Row(.leavesWeakDangling, .copying, .resurrection),
    Row(.leavesWeakDangling, .compacting, .resurrection),
    Row(.leavesWeakDangling, .generational, .resurrection),
    Row(.leavesWeakDangling, .interleaved, .resurrection),
    Row(.finalizesTheReachable, .copying, .random),
    Row(.finalizesTheReachable, .compacting, .random),
    Row(.finalizesTheReachable, .generational, .random),
    Row(.finalizesTheReachable, .interleaved, .random),
    Row(.losesResurrected, .copying, .resurrection),
    Row(.losesResurrected, .compacting, .resurrection),
    Row(.losesResurrected, .generational, .resurrection),
    Row(.losesResurrected, .interleaved, .resurrection),
    Row(.losesForwarding, .copying, .resurrection),
    Row(.copiesOneWordLess, .copying, .large),
    Row(.stopsScanEarly, .copying, .full),
    Row(.clearsNoMarks, .compacting, .full),
    Row(.clearsNoMarks, .generational, .full),
    Row(.skipsLastBlock, .compacting, .full),
    Row(.skipsLastBlock, .generational, .full),
    Row(.forgetsRootsWhenSliding, .compacting, .full),
    Row(.forgetsRootsWhenSliding, .generational, .full),
    Row(.marksOneWordLess, .compacting, .full),
    Row(.marksOneWordLess, .generational, .full),
    Row(.noCardBarrier, .generational, .large),
    Row(.skipsEveryFourthCard, .generational, .large),
    Row(.promotesWithoutCards, .generational, .large),
    Row(.cleansDirtyCards, .generational, .large),
    Row(.cardOfHolderOnly, .generational, .large),
    Row(.skipsCardOwner, .generational, .large),
    Row(.minorClearsOldWeak, .generational, .random),
    Row(.overflowsSurvivors, .generational, .full),
    Row(.losesSharedWork, .parallelSweep, .wide),
    Row(.losesSharedWork, .parallelCompacting, .wide),
    Row(.losesSharedWork, .parallelGenerational, .wide),
    Row(.finishesWhileOthersScan, .parallelSweep, .wide),
    Row(.finishesWhileOthersScan, .parallelCompacting, .wide),
    Row(.finishesWhileOthersScan, .parallelGenerational, .wide),
    // What the phases' own look sees, with nobody else looking.
    Row(.missesLastRoot, .copying, .phases),
    Row(.stopsScanEarly, .copying, .phases),
    Row(.forgetsRootsWhenSliding, .compacting, .phases),
    Row(.noCardBarrier, .generational, .phases),
    Row(.missesLastRoot, .markSweep, .phases),
    Row(.keepsRunsOverCycle, .interleaved, .large),
    Row(.keepsOldMarks, .interleaved, .full),
    Row(.freesLargeTail, .interleaved, .large),
    Row(.forgetsFreeBlock, .interleaved, .full),
    Row(.sweepsOneCellFurther, .interleaved, .large),
    Row(.noDeletionBarrier, .interleaved, .random),
    Row(.shadesAfterStore, .interleaved, .random),
    Row(.dropsBarrierBuffers, .interleaved, .random),
    Row(.bornWhite, .interleaved, .large),
    Row(.terminatesWithGreys, .interleaved, .random),
    Row(.weakLoadStaysWhite, .interleaved, .random),
    Row(.beginsWithoutOldRuns, .interleaved, .large),
  ]

  @Test("by the scenario that the table names", arguments: rows)
  func caught(_ row: Row) throws {
    let (status, isSignal, printed) = try runModel(
      "collector-model", [row.scenario.rawValue, row.plan.rawValue, "\(row.fault)"])
    // 1 when the scenario says what is wrong; a signal when the heap did not survive its fault.
    #expect(isSignal || status == 1, "\(row.fault) escaped: \(status), \(printed)")
  }

  // `neverAssists` loses nothing; the test "a mutator that allocates during a cycle marks for it" sees it.
  @Test("and the table has a row for every other fault")
  func complete() {
    let named = Set(Self.rows.map(\.fault)).union([.neverAssists])
    #expect(Set(CollectorFault.allCases).subtracting(named) == [.none])
  }
}
