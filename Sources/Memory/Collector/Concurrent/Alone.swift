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

    /// Nobody would answer; `state.world` is nil wherever these could be called.
    func askMarker(isLate: Bool) {}
    func collectConcurrently() {}
  }

  /// Nothing is recorded.
  struct Trace {}

  /// See Trace.
  struct CollectionSizes {
    var begin: Int, end: Int, live: Int, goal: Int
  }

  extension HeapCore {
    func trace(
      _ kind: CollectionKind, since start: CollectorMoment, _ sizes: CollectionSizes,
      stops: (first: UInt64, last: UInt64)? = nil
    ) {}
    func tracePause(since start: CollectorMoment, until now: CollectorMoment) {}
  }
#endif
