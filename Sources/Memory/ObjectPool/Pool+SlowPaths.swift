// What a pool does without luck: this thread's magazine is empty, full, not there, or asked for by a collection.
// Relies on: Pool, PoolShelves. Invariant: all of it happens under the pool's lock, but for making, resetting and releasing
// objects, which may run code of others.

import CHandover

extension FaultablePool {
  /// The magazine is empty, not there, or asked for.
  @usableFromInline @inline(never) func takeSlowly() -> Object {
    if audit != nil { return takeAudited() }
    var dropped: [Unmanaged<Object>] = []
    let found = locked { state -> Unmanaged<Object>? in
      if let magazine = attached(&state, &dropped) {
        // It need not be empty: it may have been asked for, and looked at only.
        if let object = Self.pop(magazine) { return object }
        for object in state.shelves.takeSome(Int(HANDOVER_MAGAZINE) / 2) { Self.push(magazine, object) }
        if let object = Self.pop(magazine) { return object }
      }
      if let object = state.shelves.take() { return fault.plants(.handsOutTwice) ? object.retain() : object }
      state.made += 1
      return nil
    }
    for object in dropped { object.release() }
    return found?.takeRetainedValue() ?? make()
  }

  /// There is no magazine yet; the object is not reset.
  @usableFromInline @inline(never) func giveBackFirst(_ object: Object) {
    if let audit { return giveBackAudited(object, audit) }
    let wanted = fault.plants(.skipsReset) || reset(object)
    guard wanted || fault.plants(.keepsUnwanted) else { return discard() }
    giveBackSlowly(Unmanaged.passRetained(object))
  }

  /// The magazine is full, not there, or asked for; the object is reset.
  @usableFromInline @inline(never) func giveBackSlowly(_ object: Unmanaged<Object>) {
    var dropped: [Unmanaged<Object>] = []
    locked { state in
      if let magazine = attached(&state, &dropped) {
        if handover_magazine_put(magazine, object.toOpaque()) != 0 { return }
        for _ in 0..<Int(HANDOVER_MAGAZINE) / 2 {
          if let older = Self.pop(magazine) { shelve(older, &state, &dropped) }
        }
        Self.push(magazine, object)
        return
      }
      shelve(object, &state, &dropped)
    }
    for object in dropped { object.release() }
  }

  @usableFromInline @inline(never) func discard() { locked { $0.dropped += 1 } }

  /// Under the lock.
  func shelve(_ object: Unmanaged<Object>, _ state: inout State, _ dropped: inout [Unmanaged<Object>]) {
    switch state.shelves.put(object) {
    case .kept: return
    case .keptInsteadOf(let victim): dropped.append(victim)
    case .dropped: dropped.append(object)
    }
    state.dropped += 1
  }

  /// Under the lock: this thread's magazine, if the bound has room for it.
  func attached(
    _ state: inout State, _ dropped: inout [Unmanaged<Object>]
  ) -> UnsafeMutablePointer<handover_magazine>? {
    guard slot >= 0, audit == nil else { return nil }
    var magazine = handover_slot_get(slot, id)?.assumingMemoryBound(to: handover_magazine.self)
    if let magazine {
      if handover_magazine_is_requested(magazine) == 0 { return magazine }
      // Where the system has no barrier, an owner that is asked empties its magazine itself.
      empty(magazine, &state, &dropped)
    }
    guard let first = state.shelves.reserve(Int(HANDOVER_MAGAZINE)) else { return nil }
    if let magazine {
      handover_magazine_resume(magazine)
    } else {
      let new = UnsafeMutablePointer<handover_magazine>.allocate(capacity: 1)
      new.initialize(to: handover_magazine())
      state.magazines.append(new)
      handover_slot_set(slot, id, new)
      magazine = new
    }
    magazine?.pointee.reserved = 1
    for object in first { if let magazine { Self.push(magazine, object) } }
    return magazine
  }

  /// Under the lock, for a magazine whose owner keeps off or is the caller: its objects go to the shelves, its room back to
  /// the bound.
  func empty(
    _ magazine: UnsafeMutablePointer<handover_magazine>, _ state: inout State,
    _ dropped: inout [Unmanaged<Object>]
  ) {
    if magazine.pointee.reserved != 0 { state.shelves.release(Int(HANDOVER_MAGAZINE)) }
    magazine.pointee.reserved = 0
    while let object = Self.pop(magazine) { shelve(object, &state, &dropped) }
  }

  /// For who holds the pool's lock, when the owner is the caller, and there is room.
  private static func push(
    _ magazine: UnsafeMutablePointer<handover_magazine>, _ object: Unmanaged<Object>
  ) {
    let done = handover_magazine_put(magazine, object.toOpaque())
    precondition(done != 0, "a magazine has no room for what was taken for it")
  }

  /// For who holds the pool's lock, when the owner is the caller or keeps off.
  static func pop(_ magazine: UnsafeMutablePointer<handover_magazine>) -> Unmanaged<Object>? {
    handover_magazine_pop(magazine).map { Unmanaged.fromOpaque($0) }
  }
}
