// Scavenge: one minor collection. Young objects are copied to the free survivor region, or to the old space when they are
// old enough or the region is full; both are scanned until nothing is left to scan.
// Relies on: Generational's spaces and cards. Source: Cheney (1970), with two queues.

/// What one minor collection has done so far.
struct Scavenge {
  private let plan: Generational
  private let core: HeapCore
  private let oldStart: UInt32
  private let end: UInt32
  private let tenure: Int
  let survivorStart: UInt32
  /// The next free word of the survivor region.
  private(set) var free: UInt32
  private var scanned: UInt32
  private var promoted: UInt32

  init(_ plan: Generational, promotingAll: Bool) {
    self.plan = plan
    core = plan.core
    oldStart = plan.old.start
    let state = plan.state.pointee
    let first = Generational.edenStart + UInt32(state.edenWords)
    survivorStart = first + (state.isInSecond ? 0 : UInt32(state.survivorWords))
    end = survivorStart + UInt32(state.survivorWords)
    tenure = promotingAll ? -1 : state.tenureNow
    free = survivorStart
    scanned = survivorStart
    promoted = state.oldCursor
  }

  private var isForOld: Bool { tenure < 0 }

  /// Where an object is now: copied, if it is young and was not yet.
  @inline(__always) mutating func evacuate(_ object: UInt32) -> UInt32 {
    if object == 0 || object >= oldStart { return object }
    let header = core.memory.header(object)
    if header.isForwarded { return header.forwarded }
    // A copy that a resurrected object refers to.
    if object >= survivorStart, object < free { return object }
    let words = header.words
    let to: UInt32
    let isFull = Int(free) &+ words > Int(end) && !core.suffers(.overflowsSurvivors)
    if header.age >= tenure || isFull {
      to = plan.promotionPlace(words)
      core.memory.move(object, to, words)
      core.memory.setHeader(to, header.ageless)
      core.log?.note(.promote, object, to)
    } else {
      to = free
      free = free &+ UInt32(truncatingIfNeeded: words)
      core.memory.move(object, to, words)
      core.memory.setHeader(to, header.older)
      core.log?.note(.copy, object, to)
    }
    core.memory.setHeader(object, Header(forwardedTo: to))
    return to
  }

  /// Updates some of an object's slots, and marks the cards of those that still refer to young objects.
  @inline(__always) private mutating func scan(_ object: UInt32, _ first: Int, _ last: Int, marks: Bool) {
    let slots = core.memory.slots(object)
    var index = first
    while index < last {
      let child = slots[index]
      if child != 0, child < oldStart {
        let place = evacuate(child)
        slots[index] = place
        if marks, place < oldStart {
          plan.cards.mark(object, index)
          core.log?.note(.card, UInt32(Cards.card(object, index)), object)
        }
      }
      index &+= 1
    }
  }

  /// The remembered set: what lay on dirty cards before this collection promoted anything.
  mutating func scanDirtyCards(below top: UInt32) {
    let end = Int(top &+ 63) &>> 6
    var card = plan.cards.nextDirty(Int(oldStart) &>> 6, end)
    while card < end {
      let isSkipped = core.suffers(.skipsEveryFourthCard) && card & 3 == 3
      plan.cards.dirty[card] = 0
      if !isSkipped { scanCard(card, top) }
      card = plan.cards.nextDirty(card &+ 1, end)
    }
  }

  private mutating func scanCard(_ card: Int, _ top: UInt32) {
    let first = UInt32(truncatingIfNeeded: card &<< 6)
    let last = min(first &+ 64, top)
    let marks = !core.suffers(.cleansDirtyCards)
    var object = plan.cards.owner(card)
    if core.suffers(.skipsCardOwner) {
      object = object &+ UInt32(truncatingIfNeeded: core.memory.header(object).words)
    }
    while object < last {
      let header = core.memory.header(object)
      // Slots of this card alone, from the word behind the header on.
      let body = Int(object) &+ 1
      let from = max(0, (Int(first) &- body) &<< (3 &- slotShift))
      let to = min(header.refs, (Int(last) &- body) &<< (3 &- slotShift))
      if from < to { scan(object, from, to, marks: marks) }
      object = object &+ UInt32(truncatingIfNeeded: header.words)
    }
  }

  mutating func drain() {
    let marks = !core.suffers(.promotesWithoutCards)
    while scanned != free || promoted != plan.state.pointee.oldCursor {
      while scanned != free {
        let header = core.memory.header(scanned)
        scan(scanned, 0, header.refs, marks: false)
        core.log?.note(.scan, scanned)
        scanned = scanned &+ UInt32(truncatingIfNeeded: header.words)
      }
      while promoted != plan.state.pointee.oldCursor {
        let header = core.memory.header(promoted)
        scan(promoted, 0, header.refs, marks: marks)
        core.log?.note(.scan, promoted)
        promoted = promoted &+ UInt32(truncatingIfNeeded: header.words)
      }
    }
  }

  /// Weak references and finalizers of young objects, in the order that Registry.swift states. Old objects are left alone: a
  /// minor collection does not know whether they live.
  mutating func resolve() {
    let core = core
    let isOldKept = !core.suffers(.minorClearsOldWeak)
    let oldStart = oldStart
    let copies = survivorStart..<free
    let isLive = { (object: UInt32) in
      object >= oldStart ? isOldKept : core.memory.header(object).isForwarded || copies.contains(object)
    }
    core.resolve(isLive: isLive) { object in
      let place = evacuate(object)
      drain()
      return place
    }
    if core.suffers(.leavesWeakDangling) { return }
    core.registry.pointee.update { object in
      if object >= oldStart { return object }
      let header = core.memory.header(object)
      return header.isForwarded ? header.forwarded : object
    }
  }
}

extension Generational {
  /// A look at every invariant.
  public func verify() -> String? {
    let state = state.pointee
    let eden = Self.edenStart..<window.pointee.cursor
    let oldObjects = old.start..<state.oldCursor
    if Int(state.oldCursor - old.start) > old.capacity { return "the old space has overflowed" }
    if state.survivors.count > state.survivorWords { return "the survivors have overflowed their region" }
    let holds = { (object: UInt32) in
      eden.contains(object) || state.survivors.contains(object) || oldObjects.contains(object)
    }
    return core.walk(holds: holds) { object in
      if old.isMarked(object) { return "\(object) is marked outside of a collection" }
      if object < old.start { return nil }
      for index in 0..<core.memory.header(object).refs {
        let child = core.memory.slots(object)[index]
        if child != 0, child < old.start, cards.dirty[Cards.card(object, index)] == 0 {
          return "old \(object) refers to young \(child) in slot \(index), and its card is clean"
        }
      }
      return nil
    }
  }
}
