// Generational: objects are made in Eden, survive in one of two survivor regions, and are promoted to an old space that is
// compacted. A minor collection reads the roots and the dirty cards, and copies what lives; it never reads the rest of the
// old space.
// Source: Ungar, Generation Scavenging (SDE 1984). Invariant: outside of a collection the old space has room for all young
// objects, so that a minor collection cannot run out of memory; when it has not, Eden shrinks.

/// The collector with a nursery.
public struct Generational: BumpPlan {
  /// What all plans share.
  public let core: HeapCore
  /// Where the next object goes.
  public let windowBits: UnsafeMutablePointer<UInt64>
  @usableFromInline let cards: Cards
  let state: UnsafeMutablePointer<State>
  let old: SlidingSpace

  struct State {
    let edenWords: Int
    let survivorWords: Int
    /// The survivors' occupied part.
    var survivors: Range<UInt32>
    var isInSecond = false
    /// The old space's first free word, and where a full collection is due.
    var oldCursor: UInt32
    var oldGoal: UInt32
    /// Collections that an object has to survive before it is promoted.
    let tenure: Int
    var tenureNow: Int
  }

  /// Eden's first word.
  static let edenStart: UInt32 = 64

  /// - Parameters:
  ///   - bytes: The most that old objects may take.
  ///   - eden: Bytes of new objects between two minor collections.
  ///   - survivors: Bytes of each survivor region; a quarter of Eden when nil.
  ///   - tenure: Minor collections that an object survives before it is promoted, 0 to 15.
  ///   - floor: No full collection before the old space has so many bytes.
  ///   - roots: Slots of the shadow stack.
  ///   - events: How many events an observer sees at once; 0 when nobody observes.
  /// - Returns: nil when the system has no such address space, or `bytes` is more than 2 GiB.
  public init?(
    bytes: Int, eden: Int = 4 << 20, survivors: Int? = nil, tenure: Int = 1, floor: Int = 4 << 20,
    roots: Int = 1 << 20, events: Int = 0
  ) {
    let edenWords = (eden >> 3 + 63) & ~63
    let survivorWords = ((survivors ?? eden / 4) >> 3 + 63) & ~63
    let oldWords = (bytes >> 3 + 63) & ~63
    let oldStart = Int(Self.edenStart) + edenWords + 2 * survivorWords
    guard oldWords > 0, oldWords <= Header.most, edenWords > 0, survivorWords > 0, (0...15).contains(tenure),
      let core = HeapCore(
        words: oldStart + oldWords, roots: roots, floor: max(64, floor >> 3), events: events)
    else { return nil }
    guard let cards = Cards(words: oldStart + oldWords),
      let old = SlidingSpace(start: UInt32(oldStart), capacity: oldWords)
    else {
      core.close()
      return nil
    }
    self.core = core
    self.cards = cards
    self.old = old
    windowBits = .allocate(capacity: 1)
    windowBits.initialize(to: 0)
    state = .allocate(capacity: 1)
    let survivorStart = Self.edenStart + UInt32(edenWords)
    state.initialize(
      to: State(
        edenWords: edenWords, survivorWords: survivorWords, survivors: survivorStart..<survivorStart,
        oldCursor: old.start, oldGoal: old.start + UInt32(min(oldWords, max(64, floor >> 3))),
        tenure: tenure, tenureNow: tenure))
    openEden()
  }

  /// Gives all memory back.
  public func close() {
    core.close()
    cards.unreserve()
    old.unreserve()
    state.deallocate()
    windowBits.deallocate()
  }

  // MARK: The mutator's side

  /// Stores a reference, and marks the slot's card.
  @inlinable @inline(__always) public func store(_ value: Ref, in holder: Ref, at index: Int) {
    core.memory.slots(holder.word)[index] = value.word
    if core.log != nil { return noteStore(value, holder, index) }
    // Without a test: one store costs less than asking whether it is needed.
    cards.mark(holder.word, index)
  }

  @usableFromInline @inline(never) func noteStore(_ value: Ref, _ holder: Ref, _ index: Int) {
    core.log?.note(.store, holder.word, value.word)
    if core.suffers(.noCardBarrier) { return }
    let card = core.suffers(.cardOfHolderOnly) ? Int(holder.word) >> 6 : Cards.card(holder.word, index)
    cards.dirty[card] = 1
    core.log?.note(.card, UInt32(card), holder.word)
  }

  /// Collects the young, and the old when that is due; large objects are old at once.
  @inline(never) public func allocateSlow(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref {
    // What would fill half of Eden is old at once: copying it twice would cost more than it could gain.
    if words > state.pointee.edenWords / 2 { return try allocateOld(words, refs: refs) }
    minor(promotingAll: false)
    if state.pointee.oldCursor > state.pointee.oldGoal || words > window.pointee.room { full() }
    guard words <= window.pointee.room else { throw outOfMemory(words) }
    return try allocate(refs: refs, bytes: (words - 1) << 3 - refs << slotShift)
  }

  private func allocateOld(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref {
    let isDue = Int(state.pointee.oldCursor) + words > Int(state.pointee.oldGoal)
    if words <= old.capacity, isDue || words > oldRoom { full() }
    // All young objects have been promoted, if the old space was short of room: Eden may shrink.
    guard words <= oldRoom else { throw outOfMemory(words) }
    let object = promotionPlace(words)
    core.memory.make(object, words, refs)
    limitEden()
    core.log?.note(.allocate, object, UInt32(words))
    return Ref(object)
  }

  private func outOfMemory(_ words: Int) -> OutOfMemory {
    OutOfMemory(bytes: words << 3, limit: old.capacity << 3)
  }

  // MARK: The spaces

  /// What the old space could take beside all young objects.
  private var oldRoom: Int {
    let young = Int(window.pointee.cursor - Self.edenStart) + state.pointee.survivors.count
    return old.capacity - Int(state.pointee.oldCursor - old.start) - young
  }

  /// Eden is empty: it may have as many words as the old space could take.
  func openEden() {
    window.pointee.cursor = Self.edenStart
    limitEden()
  }

  private func limitEden() {
    let room = window.pointee.room
    let whole = Self.edenStart + UInt32(state.pointee.edenWords)
    if room > oldRoom || window.pointee.limit < whole {
      let words = max(0, min(Int(whole - window.pointee.cursor), oldRoom))
      window.pointee.limit = window.pointee.cursor + UInt32(words)
    }
  }

  /// Where an object of the old space goes.
  @inline(__always) func promotionPlace(_ words: Int) -> UInt32 {
    let at = state.pointee.oldCursor
    state.pointee.oldCursor = at &+ UInt32(truncatingIfNeeded: words)
    cards.own(at, words)
    return at
  }

  // MARK: Collections

  /// Collects the young, or everything.
  public func collect(_ kind: CollectionKind = .full) {
    core.shared.pointee.statistics.forcedCollections += 1
    core.shared.pointee.isForced = true
    if kind == .minor { minor(promotingAll: false) } else { full() }
    core.shared.pointee.isForced = false
  }

  func minor(promotingAll: Bool) {
    let start = CollectorMoment()
    let shared = core.shared
    core.enter(.copy)
    shared.pointee.statistics.allocatedBytes += Int(window.pointee.cursor - Self.edenStart) << 3
    let before = state.pointee.oldCursor
    let begin =
      (Int(before - old.start) + state.pointee.survivors.count + Int(window.pointee.cursor - Self.edenStart))
      << 3

    var scavenge = Scavenge(self, promotingAll: promotingAll)
    core.forEachRoot { $0.pointee = scavenge.evacuate($0.pointee) }
    scavenge.scanDirtyCards(below: before)
    scavenge.drain()
    scavenge.resolve()

    state.pointee.survivors = scavenge.survivorStart..<scavenge.free
    state.pointee.isInSecond.toggle()
    let copied = Int(scavenge.free - scavenge.survivorStart)
    let promoted = Int(state.pointee.oldCursor - before)
    // Survivors that fill their region will fill it again: promote them next time.
    state.pointee.tenureNow = copied > state.pointee.survivorWords / 2 ? 0 : state.pointee.tenure
    openEden()

    shared.pointee.statistics.minorCollections += 1
    shared.pointee.statistics.tracedBytes += (copied + promoted) << 3
    shared.pointee.statistics.movedBytes += (copied + promoted) << 3
    shared.pointee.statistics.survivedBytes += copied << 3
    shared.pointee.statistics.promotedBytes += promoted << 3
    let used = Int(state.pointee.oldCursor) + copied
    if used << 3 > shared.pointee.statistics.peakBytes { shared.pointee.statistics.peakBytes = used << 3 }
    shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- start.work
    core.enter(.idle)
    core.pause(since: start)
    let live = (Int(state.pointee.oldCursor - old.start) + copied) << 3
    core.trace(
      .minor, since: start,
      CollectionSizes(begin: begin, end: begin, live: live, goal: Int(state.pointee.oldGoal - old.start) << 3)
    )
    verifyPhase()
  }

  /// Promotes all young objects, then compacts the old space.
  private func full() {
    minor(promotingAll: true)
    let start = CollectorMoment()
    let shared = core.shared
    let before = state.pointee.oldCursor
    // No young object is left, so no card needs to be dirty; the objects' new places own the cards.
    cards.dirty.fill(Int(old.start) >> 6..<Int(before) >> 6 + 1, with: 0)
    state.pointee.oldCursor = compact(old, upTo: before) { cards.own($0, $1) }
    let live = Int(state.pointee.oldCursor - old.start)
    let goal = Int(state.pointee.oldGoal - old.start) << 3
    state.pointee.oldGoal = old.start + UInt32(min(old.capacity, shared.pointee.pacing.goal(live: live)))
    openEden()
    shared.pointee.statistics.fullCollections += 1
    shared.pointee.statistics.liveBytes = live << 3
    shared.pointee.statistics.goalBytes = Int(state.pointee.oldGoal - old.start) << 3
    core.pause(since: start)
    let begin = Int(before - old.start) << 3
    core.trace(.full, since: start, CollectionSizes(begin: begin, end: begin, live: live << 3, goal: goal))
    verifyPhase()
  }
}
