// Faults: what can be got wrong in a collector, one at a time, for the tests to catch. Where MUTATIONS is not defined, as in
// the page, the compiler removes every trace. Those of a barrier's fast path stand where a heap is observed.

/// A fault that a test can switch on.
public enum CollectorFault: UInt32, CaseIterable, Sendable {
  case none
  // Every plan.
  case missesLastRoot
  case forgetsFinalizerQueue
  case readsWeakAsStrong
  case leavesWeakDangling
  case finalizesTheReachable
  case losesResurrected
  // Copying.
  case losesForwarding
  case copiesOneWordLess
  case stopsScanEarly
  // Compacting.
  case clearsNoMarks
  case skipsLastBlock
  case forgetsRootsWhenSliding
  case marksOneWordLess
  // Generations.
  case noCardBarrier
  case skipsEveryFourthCard
  case promotesWithoutCards
  case cleansDirtyCards
  case cardOfHolderOnly
  case skipsCardOwner
  case minorClearsOldWeak
  case overflowsSurvivors
  // Several markers.
  case losesSharedWork
  case finishesWhileOthersScan
  // Mark-sweep.
  case keepsRunsOverCycle
  case keepsOldMarks
  case freesLargeTail
  case forgetsFreeBlock
  case sweepsOneCellFurther
  // Concurrent marking.
  case noDeletionBarrier
  case shadesAfterStore
  case dropsBarrierBuffers
  case bornWhite
  case terminatesWithGreys
  case weakLoadStaysWhite
  case beginsWithoutOldRuns
  case neverAssists
}
