// MarkCompact: one space, filled from below; a collection marks what is reachable and slides it together. Half of what a
// copying collector reserves, for three passes where that has one.
// Relies on: SlidingSpace.

/// The compacting collector.
public struct MarkCompact: OneSpacePlan {
  /// What all plans share.
  public let core: HeapCore
  /// Where the next object goes.
  public let windowBits: UnsafeMutablePointer<UInt64>
  private let sliding: SlidingSpace

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
    sliding = space
    windowBits = .allocate(capacity: 1)
    windowBits.initialize(to: 0)
    window.pointee = BumpWindow(cursor: first, limit: first + UInt32(min(words, max(2, floor >> 3))))
  }

  /// Gives all memory back.
  public func close() {
    core.close()
    sliding.unreserve()
    windowBits.deallocate()
  }

  /// The space's words.
  public var space: Range<UInt32> { sliding.start..<sliding.start + UInt32(sliding.capacity) }

  /// Slides everything that can be reached together, because the window is full.
  public func collectNow() {
    let start = CollectorMoment()
    let used = Int(window.pointee.cursor - sliding.start)
    let end = compact(sliding, upTo: window.pointee.cursor) { _, _ in }
    let live = Int(end - sliding.start)
    let goal = core.shared.pointee.pacing.goal(live: live)
    window.pointee = BumpWindow(cursor: end, limit: sliding.start + UInt32(min(goal, sliding.capacity)))
    let shared = core.shared
    let goalBefore = shared.pointee.statistics.goalBytes
    shared.pointee.statistics.fullCollections += 1
    shared.pointee.statistics.allocatedBytes += (used << 3) - shared.pointee.statistics.liveBytes
    shared.pointee.statistics.liveBytes = live << 3
    shared.pointee.statistics.goalBytes = Int(window.pointee.limit - sliding.start) << 3
    if used << 3 > shared.pointee.statistics.peakBytes { shared.pointee.statistics.peakBytes = used << 3 }
    core.pause(since: start)
    core.trace(
      .full, since: start,
      CollectionSizes(begin: used << 3, end: used << 3, live: live << 3, goal: goalBefore))
    verifyPhase()
  }

  /// A look at every invariant.
  public func verify() -> String? {
    let live = sliding.start..<window.pointee.cursor
    return core.walk(holds: { live.contains($0) }) { object in
      sliding.isMarked(object) ? "\(object) is marked outside of a collection" : nil
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
    core.enter(.mark)
    if let crew = shared.pointee.crew {
      space.mark(core, with: crew)
    } else {
      core.forEachRoot { space.mark($0.pointee, core) }
    }
    core.resolve(isLive: { space.isMarked($0) }) { object in
      space.mark(object, core)
      return object
    }
    shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- started.work
    if shared.pointee.verifies, let violated = space.verifyMarks(core) { fatalError(violated) }

    core.enter(.compact)
    space.assign(upTo: cursor)
    if !core.suffers(.forgetsRootsWhenSliding) {
      core.forEachRoot { if $0.pointee != 0 { $0.pointee = space.place($0.pointee) } }
    }
    core.registry.pointee.update { space.isMarked($0) ? space.place($0) : $0 }
    let end = space.slide(upTo: cursor, core, moved: moved)
    shared.pointee.statistics.tracedBytes += Int(end - space.start) << 3
    core.enter(.idle)
    return end
  }
}
