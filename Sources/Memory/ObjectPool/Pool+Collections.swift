// What shrinks a pool: collections, memory pressure, threads that end. And what its debug mode does instead of magazines.
// Relies on: Pool, and CHandover's barrier to reach the magazines of other threads.

import CHandover

extension FaultablePool {
  /// Under the lock: takes what lies in the magazines of all threads. An owner notices at its next use, and asks for room
  /// anew. Without a barrier (an old system) each owner empties its magazine then, and a thread that never uses the pool
  /// again keeps up to 8 objects until it ends.
  private func emptyMagazines(_ state: inout State, _ dropped: inout [Unmanaged<Object>]) {
    if fault.plants(.forgetsMagazines) || state.magazines.isEmpty { return }
    for magazine in state.magazines { handover_magazine_request(magazine) }
    guard handover_barrier() != 0 else { return }
    for magazine in state.magazines {
      handover_magazine_stop(magazine)
      empty(magazine, &state, &dropped)
    }
  }

  func shrink(
    _ body: (inout PoolShelves<Unmanaged<Object>, Fault>) -> ContiguousArray<Unmanaged<Object>>
  ) -> [Unmanaged<AnyObject>] {
    var dropped: [Unmanaged<Object>] = []
    locked { state in
      emptyMagazines(&state, &dropped)
      let old = body(&state.shelves)
      state.dropped += old.count
      dropped += old
      if audit != nil {
        for object in dropped {
          state.ledger.idle[object._withUnsafeGuaranteedRef { ObjectIdentifier($0) }] = nil
        }
      }
    }
    return dropped.map { Unmanaged<AnyObject>.fromOpaque($0.toOpaque()) }
  }

  /// A collection of this pool alone; see `Pools.age`.
  public func collect() { for object in age() { object.release() } }

  /// Lets everything idle go; see `Pools.relieve`.
  public func drain() { for object in relieve() { object.release() } }

  /// What happened so far and what is there. Magazines in use are stopped for a moment.
  ///
  /// - Complexity: O(threads).
  public var counts: Counts {
    locked { state in
      var counts = Counts(made: state.made, dropped: state.dropped)
      counts.victims = state.shelves.victims.count
      counts.shelved = state.shelves.idle.count + counts.victims
      counts.reserved = state.shelves.reserved
      let held = state.magazines.filter { handover_magazine_is_requested($0) == 0 }
      for magazine in held { handover_magazine_request(magazine) }
      let stopped = handover_barrier() != 0
      for magazine in held {
        if stopped {
          handover_magazine_stop(magazine)
          counts.inMagazines += Int(magazine.pointee.count)
        }
        handover_magazine_resume(magazine)
      }
      return counts
    }
  }

  // MARK: - Debug mode

  func takeAudited() -> Object {
    guard let audit else { preconditionFailure("no audit") }
    while true {
      let found = locked { state -> (object: Object, fingerprint: Int?)? in
        guard let object = state.shelves.take() else {
          state.made += 1
          return nil
        }
        if fault.plants(.handsOutTwice) { _ = object.retain() }
        let taken = object.takeRetainedValue()
        return (taken, state.ledger.idle.removeValue(forKey: ObjectIdentifier(taken)))
      }
      let object = found?.object ?? make()
      if let before = found?.fingerprint, before != audit.fingerprint(object),
        !fault.plants(.missesUseAfterReturn)
      {
        audit.report(.usedAfterReturn)
        discard()
        continue
      }
      locked { _ = $0.ledger.out.insert(ObjectIdentifier(object)) }
      return object
    }
  }

  func giveBackAudited(_ object: Object, _ audit: PoolAudit<Object>) {
    let name = ObjectIdentifier(object)
    let violation = locked { state -> PoolViolation? in
      if state.ledger.idle[name] != nil { return fault.plants(.missesSecondReturn) ? nil : .returnedTwice }
      return state.ledger.out.remove(name) == nil ? .foreign : nil
    }
    if let violation { return audit.report(violation) }
    let wanted = fault.plants(.skipsReset) || reset(object)
    guard wanted || fault.plants(.keepsUnwanted) else { return discard() }
    guard audit.isClean(object) || fault.plants(.missesDirty) else {
      discard()
      return audit.report(.dirty)
    }
    let fingerprint = audit.fingerprint(object)
    var dropped: [Unmanaged<Object>] = []
    locked { state in
      state.ledger.idle[name] = fingerprint
      shelve(.passRetained(object), &state, &dropped)
      for object in dropped {
        state.ledger.idle[object._withUnsafeGuaranteedRef { ObjectIdentifier($0) }] = nil
      }
    }
    for object in dropped { object.release() }
  }
}
