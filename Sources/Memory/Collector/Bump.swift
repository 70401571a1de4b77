// Bump: allocation by moving a cursor, which the plans share that keep their free space in one piece.
// Invariant: the words between cursor and limit are free, and nobody but this mutator takes from them.

/// Where the next object goes, and how far.
@frozen @usableFromInline struct BumpWindow {
  @usableFromInline var cursor: UInt32
  @usableFromInline var limit: UInt32

  /// Words left.
  @inlinable @inline(__always) var room: Int { Int(limit &- cursor) }
}

/// A plan whose free space is in one piece.
public protocol BumpPlan: Plan {
  /// Makes an object that does not fit into the window: collects, if need be.
  func allocateSlow(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref
  /// The window's two words.
  var windowBits: UnsafeMutablePointer<UInt64> { get }
}

extension BumpPlan {
  @inlinable @inline(__always) var window: UnsafeMutablePointer<BumpWindow> {
    UnsafeMutableRawPointer(windowBits).assumingMemoryBound(to: BumpWindow.self)
  }

  /// Makes an object: moves the cursor, or asks for more room.
  @inlinable @inline(__always)
  public func allocate(refs: Int = 0, bytes: Int = 0) throws(OutOfMemory) -> Ref {
    let words = objectWords(refs: refs, bytes: bytes)
    let at = window.pointee.cursor
    if words > window.pointee.room { return try allocateSlow(words, refs: refs) }
    window.pointee.cursor = at &+ UInt32(truncatingIfNeeded: words)
    core.memory.make(at, words, refs)
    if let log = core.log { log.note(.allocate, at, UInt32(truncatingIfNeeded: words)) }
    return Ref(at)
  }
}

/// A plan with one space that is collected whole, and so without a barrier.
public protocol OneSpacePlan: BumpPlan {
  /// The words that objects may have.
  var space: Range<UInt32> { get }
  /// Collects, because the window is full.
  func collectNow()
}

extension OneSpacePlan {
  /// Stores a reference. Without a barrier: everything is traced each time.
  @inlinable @inline(__always) public func store(_ value: Ref, in holder: Ref, at index: Int) {
    core.memory.slots(holder.word)[index] = value.word
    if let log = core.log { log.note(.store, holder.word, value.word) }
  }

  /// Collects, and lets the window grow when the object still does not fit.
  @inline(never) public func allocateSlow(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref {
    if words <= space.count { collectNow() }
    guard words <= Int(space.upperBound - window.pointee.cursor) else {
      throw OutOfMemory(bytes: words << 3, limit: space.count << 3)
    }
    if words > window.pointee.room { window.pointee.limit = window.pointee.cursor + UInt32(words) }
    return try allocate(refs: refs, bytes: (words - 1) << 3 - refs << slotShift)
  }

  /// Collects everything.
  public func collect(_ kind: CollectionKind = .full) {
    core.shared.pointee.statistics.forcedCollections += 1
    core.shared.pointee.isForced = true
    collectNow()
    core.shared.pointee.isForced = false
  }
}
