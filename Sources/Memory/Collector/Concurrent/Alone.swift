// Alone: what World does, where there are no threads: a page. Cycles are stepped by whoever drives it, or run in a row.
// Relies on: Cycle.

#if !canImport(Glibc)
  /// Nobody.
  struct World {}

  extension MarkSweep {
    /// There is no thread to stop.
    func stopMarker() {}
    @usableFromInline func park() {}
    func enter(_ mutator: UnsafeMutablePointer<MutatorState>) { state.pointee.mutators.append(mutator) }
    func leave(_ mutator: UnsafeMutablePointer<MutatorState>) {
      flush(mutator)
      state.pointee.mutators.removeAll { $0 == mutator }
    }

    /// Collects when enough has been taken.
    func pace(_ collected: inout Bool) {
      tell(mutator)
      guard heapWords >= state.pointee.trigger, !collected else { return }
      collectStopped()
      collected = true
    }

    func makeRoom(_ collected: inout Bool) -> Bool {
      if collected { return false }
      collected = true
      collectStopped()
      return true
    }

    func collectConcurrently() { collectStopped() }
  }
#endif
