// Mutations: deliberate faults, one at a time, which the tests have to catch. They stand in slow paths; where MUTATIONS is
// not defined, as in the malloc library and in the page, the compiler removes every trace.

/// A fault that a test can switch on.
public enum Mutation: UInt32, CaseIterable, Sendable {
  case none
  // The page heap.
  case keepsNeighborApart
  case forgetsSpanEnds
  case splitsOnePageShort
  case leavesBitOfEmptyList
  case countsIdlePagesTwice
  case callsDirtyPagesZero
  case growsPastItsEnd
  case releasesPagesInUse
  // Central lists.
  case carvesOnePastTheEnd
  case forgetsUsedCount
  case losesPartialSpan
  case keepsClassOfReturnedPages
  case returnsBusySpan
  case dropsFullMagazine
  case restoresOneTooFew
  case carvesSameObjectsAgain
  // Thread caches.
  case opensWindowOneTooWide
  case losesTheSpareMagazine
  case forgetsForeignBlocksAtFlush
  case keepsNumberOfEndedThread
  case takesForeignForOwn
  case countsOneObjectLess
  // Blocks.
  case zeroesOneByteLess
  case copiesOneByteLess
  case shrinksInPlaceTooFar
  case alignsToHalf
  case growsIntoBusyNeighbor
  case roundsSizeDown
  // Refusals.
  case losesBlockOnRefusedGrowth
  case leaksSpanOnRefusal
  // Blocks without pointers, and those that tiny values share.
  case mixesContents
  case forgetsContentOfLarge
  case forgetsContentOfMoved
  case alignsNoTinyValue
  case cutsTinyValuesTooShort
  case keepsRestOfTinyBlock
  case keepsTinyBlockAtFlush
  case freesTinyBlockWithItsFirstValue
  // Giving back.
  case losesMagazinesWhenDrained
  // The guard.
  case fencesOneByteLate
  case looksOneByteLate
  case ignoresTheFront
  case believesAnySeal
  case linksLivingOneWay
  case keepsFreedAmongLiving
  case callsFreedAlive
  case forgetsPlaceOfFree
  case fillsOneByteLess
  case inspectsOnlyLiving
  case weighsLeavingLess
  case letsGoUnseen
  case losesWhatLeavesQuarantine
}

#if MUTATIONS
  extension HeapHandle {
    /// True when the named fault is switched on.
    @inline(__always) func suffers(_ mutation: Mutation) -> Bool {
      state.pointee.mutation == mutation.rawValue
    }
  }
#else
  extension HeapHandle {
    /// Never: there are no faults here.
    @inline(__always) func suffers(_ mutation: Mutation) -> Bool { false }
  }
#endif
