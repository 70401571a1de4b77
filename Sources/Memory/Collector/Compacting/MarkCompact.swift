// MarkCompact: one space, filled from below; a collection marks what is reachable and slides it together. Half of what a
// copying collector reserves, for three passes where that has one.
// Relies on: SlidingSpace.

/// The compacting collector.
public struct MarkCompact: BumpPlan {
  /// What all plans share.
  public let core: HeapCore
  /// Where the next object goes.
  public let windowBits: UnsafeMutablePointer<UInt64>
  private let space: SlidingSpace

  /// - Parameters:
  ///   - bytes: The most that objects may take.
  ///   - floor: No collection before the heap has so many bytes.
  ///   - roots: Slots of the shadow stack.
  ///   - events: How many events an observer sees at once; 0 when nobody observes.
  /// - Returns: nil when the system has no such address space, or `bytes` is more than 2 GiB.
  public init?(bytes: Int, floor: Int = 4 << 20, roots: Int = 1 << 20, events: Int = 0) {
    let words = bytes >> 3
    let first = Semispace.firstWord
    guard words > 0, words <= Header.most,
      let core = HeapCore(
        words: Int(first) + words, roots: roots, floor: max(2, floor >> 3), events: events)
    else { return nil }
    guard let space = SlidingSpace(start: first, capacity: words) else {
      core.close()
      return nil
    }
    self.core = core
    self.space = space
    windowBits = .allocate(capacity: 1)
    windowBits.initialize(to: 0)
    window.pointee = BumpWindow(cursor: first, limit: first + UInt32(min(words, max(2, floor >> 3))))
  }

  /// Gives all memory back.
  public func close() {
    core.close()
    space.unreserve()
    windowBits.deallocate()
  }

  /// Stores a reference. Without a barrier: everything is marked each time.
  @inlinable @inline(__always) public func store(_ value: Ref, in holder: Ref, at index: Int) {
    core.memory.slots(holder.word)[index] = value.word
    if let log = core.log { log.note(.store, holder.word, value.word) }
  }

  /// Collects, and lets the window grow when the object still does not fit.
  @inline(never) public func allocateSlow(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref {
    if words <= space.capacity { collectNow() }
    guard words <= space.capacity - Int(window.pointee.cursor - space.start) else {
      throw OutOfMemory(bytes: words << 3, limit: space.capacity << 3)
    }
    if words > window.pointee.room { window.pointee.limit = window.pointee.cursor + UInt32(words) }
    return try allocate(refs: refs, bytes: (words - 1) << 3 - refs << 2)
  }

  /// Slides everything that can be reached together.
  public func collect(_ kind: CollectionKind = .full) {
    core.shared.pointee.statistics.forcedCollections += 1
    collectNow()
  }

  private func collectNow() {
    let start = CollectorMoment()
    let used = Int(window.pointee.cursor - space.start)
    let end = compact(space, upTo: window.pointee.cursor) { _, _ in }
    let live = Int(end - space.start)
    let goal = core.shared.pointee.pacing.goal(live: live)
    window.pointee = BumpWindow(cursor: end, limit: space.start + UInt32(min(goal, space.capacity)))
    let shared = core.shared
    shared.pointee.statistics.fullCollections += 1
    shared.pointee.statistics.allocatedBytes += (used << 3) - shared.pointee.statistics.liveBytes
    shared.pointee.statistics.liveBytes = live << 3
    shared.pointee.statistics.goalBytes = Int(window.pointee.limit - space.start) << 3
    if used << 3 > shared.pointee.statistics.peakBytes { shared.pointee.statistics.peakBytes = used << 3 }
    core.pause(since: start)
    if shared.pointee.verifies, let violated = verify() { fatalError(violated) }
  }

  /// A look at every invariant.
  public func verify() -> String? {
    let live = space.start..<window.pointee.cursor
    return core.walk(holds: { live.contains($0) }) { object in
      space.isMarked(object) ? "\(object) is marked outside of a collection" : nil
    }
  }
}

extension Plan {
  /// Marks everything reachable, resolves weak references and finalizers, and slides the space together.
  ///
  /// - Returns: The first free word.
  func compact(_ space: SlidingSpace, upTo cursor: UInt32, moved: (UInt32, Int) -> Void) -> UInt32 {
    let shared = core.shared
    let started = CollectorMoment()
    core.log?.note(.phase, CollectorPhase.mark.rawValue)
    core.forEachRoot { space.mark($0.pointee, core) }
    resolve(space)
    shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- started.work

    core.log?.note(.phase, CollectorPhase.compact.rawValue)
    space.assign(upTo: cursor)
    if !core.suffers(.forgetsRootsWhenSliding) {
      core.forEachRoot { if $0.pointee != 0 { $0.pointee = space.place($0.pointee) } }
    }
    shared.pointee.registry.update { space.isMarked($0) ? space.place($0) : $0 }
    let end = space.slide(upTo: cursor, core, moved: moved)
    shared.pointee.statistics.tracedBytes += Int(end - space.start) << 3
    core.log?.note(.phase, CollectorPhase.idle.rawValue)
    return end
  }

  /// Weak references and finalizers, in the order that Registry.swift states.
  private func resolve(_ space: SlidingSpace) {
    let shared = core.shared
    if core.suffers(.readsWeakAsStrong) {
      let weak = shared.pointee.registry.weak
      for index in 0..<weak.count { space.mark(weak.start[index], core) }
    } else if !core.suffers(.leavesWeakDangling) {
      shared.pointee.registry.clearDead {
        space.isMarked($0)
      } _: {
        core.log?.note(.clear, $0)
      }
    }
    let isReachableIgnored = core.suffers(.finalizesTheReachable)
    let queued = shared.pointee.registry.queueDead { !isReachableIgnored && space.isMarked($0) }
    if core.suffers(.losesResurrected) { return }
    let ready = shared.pointee.registry.ready
    for index in (ready.count - queued)..<ready.count {
      core.log?.note(.finalize, ready.start[index])
      space.mark(ready.start[index], core)
    }
  }
}
