// What a pool does without luck: this thread's magazine is empty, full, not there, or asked for by a collection.
// Relies on: Pool, Machine/, which decides what goes where. Invariant: all of it happens under the pool's lock, but for making, resetting and releasing
// objects, which may run code of others.

import CHandover

extension FaultablePool {
  /// The magazine is empty, not there, or asked for.
  @usableFromInline @inline(never) func takeSlowly() -> Object {
    if audit != nil { return takeAudited() }
    var dropped: [Unmanaged<Object>] = []
    let found = locked { state -> Unmanaged<Object>? in
      // It need not be empty: it may have been asked for, and looked at only.
      if var magazine = attached(&state, &dropped), let object = state.shelves.take(from: &magazine) {
        return object
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
      guard var magazine = attached(&state, &dropped) else { return shelve(object, &state, &dropped) }
      drop(state.shelves.put(object, into: &magazine), &state, &dropped)
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

  /// Under the lock.
  private func drop(
    _ objects: ContiguousArray<Unmanaged<Object>>, _ state: inout State,
    _ dropped: inout [Unmanaged<Object>]
  ) {
    state.dropped += objects.count
    dropped += objects
  }

  /// Under the lock: this thread's magazine, if the bound has room for it.
  func attached(_ state: inout State, _ dropped: inout [Unmanaged<Object>]) -> ThreadMagazine<Object>? {
    guard slot >= 0, audit == nil else { return nil }
    var cells = handover_slot_get(slot, id)?.assumingMemoryBound(to: handover_magazine.self)
    if let cells {
      if handover_magazine_is_requested(cells) == 0 { return ThreadMagazine(cells: cells) }
      // Where the system has no barrier, an owner that is asked empties its magazine itself.
      empty(cells, &state, &dropped)
    }
    guard let first = state.shelves.reserve(ThreadMagazine<Object>.size) else { return nil }
    if let cells {
      handover_magazine_resume(cells)
    } else {
      let new = UnsafeMutablePointer<handover_magazine>.allocate(capacity: 1)
      new.initialize(to: handover_magazine())
      state.magazines.append(new)
      handover_slot_set(slot, id, new)
      cells = new
    }
    guard let cells else { return nil }
    var magazine = ThreadMagazine<Object>(cells: cells)
    state.shelves.equip(&magazine, with: first)
    return magazine
  }

  /// Under the lock, for a magazine whose owner keeps off or is the caller: its objects go to the shelves, its room back to
  /// the bound.
  func empty(
    _ cells: UnsafeMutablePointer<handover_magazine>, _ state: inout State,
    _ dropped: inout [Unmanaged<Object>]
  ) {
    var magazine = ThreadMagazine<Object>(cells: cells)
    drop(state.shelves.empty(&magazine), &state, &dropped)
  }
}

/// A thread's magazine, for who holds the pool's lock, when the owner is the caller or keeps off.
struct ThreadMagazine<Object: AnyObject>: PoolMagazine {
  static var size: Int { Int(HANDOVER_MAGAZINE) }

  let cells: UnsafeMutablePointer<handover_magazine>

  var isReserved: Bool {
    get { cells.pointee.reserved != 0 }
    set { cells.pointee.reserved = newValue ? 1 : 0 }
  }

  func push(_ object: Unmanaged<Object>) -> Bool { handover_magazine_put(cells, object.toOpaque()) != 0 }

  func pop() -> Unmanaged<Object>? { handover_magazine_pop(cells).map { Unmanaged.fromOpaque($0) } }
}
