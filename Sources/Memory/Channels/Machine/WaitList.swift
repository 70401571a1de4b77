// WaitList: those who wait on one side of a channel, in the order in which they came. A slab with a free list, linked by
// 32-bit indices, so that a waiter in the middle leaves in O(1) and no waiter is a block of its own.
// Relies on nothing. Invariant: `used` == reserved + queued + cancelled slots; a ticket of an earlier generation names
// nobody.

/// The right to wait: a place in a `WaitList`, for one wait only.
public struct Ticket: Hashable, Sendable {
  /// Which slot; -1 names none.
  public let index: Int32
  /// Which use of that slot.
  public let generation: UInt32

  /// Names a use of a slot.
  @inlinable public init(index: Int32, generation: UInt32) {
    self.index = index
    self.generation = generation
  }

  /// Names nobody: cancelling it does nothing.
  @inlinable public static var none: Ticket { Ticket(index: -1, generation: 0) }
}

/// A queue from which one can leave anywhere.
///
/// A place is taken in two steps, because a task has to be told how to be canceled before it sleeps: `reserve` gives a
/// ticket, `enqueue` lets its owner sleep. A cancellation between the two only marks the place.
public struct WaitList<Waiter> {
  /// What a slot is in use for.
  @usableFromInline enum Use: UInt8 { case free, reserved, queued, cancelled }

  @usableFromInline struct Slot {
    @usableFromInline var waiter: Waiter?
    @usableFromInline var next: Int32 = -1
    @usableFromInline var previous: Int32 = -1
    @usableFromInline var generation: UInt32 = 0
    @usableFromInline var use = Use.free
    @inlinable init() {}
  }

  @usableFromInline var slots: ContiguousArray<Slot> = []
  @usableFromInline var head: Int32 = -1
  @usableFromInline var tail: Int32 = -1
  @usableFromInline var free: Int32 = -1
  /// Slots that somebody has: those who wait, and those who are about to.
  @inlinable public var used: Int { usedSlots }
  /// Those who sleep.
  @inlinable public var queued: Int { sleepers }
  @usableFromInline var usedSlots = 0
  @usableFromInline var sleepers = 0

  /// Makes an empty list.
  @inlinable public init() {}

  /// Whether nobody sleeps here.
  @inlinable public var isEmpty: Bool { head < 0 }

  /// Takes a place without sleeping yet.
  ///
  /// - Complexity: O(1), amortized: the slab grows and never shrinks.
  @inlinable public mutating func reserve() -> Ticket {
    if free < 0 {
      slots.append(Slot())
      free = Int32(slots.count - 1)
    }
    let index = free
    free = slots[Int(index)].next
    slots[Int(index)].next = -1
    slots[Int(index)].previous = -1
    slots[Int(index)].use = .reserved
    usedSlots += 1
    return Ticket(index: index, generation: slots[Int(index)].generation)
  }

  /// Gives a place back that was reserved and not slept in.
  @inlinable public mutating func release(_ ticket: Ticket) { release(ticket.index) }

  @inlinable mutating func release(_ index: Int32) {
    slots[Int(index)].generation &+= 1
    slots[Int(index)].use = .free
    slots[Int(index)].next = free
    free = index
    usedSlots -= 1
  }

  /// Puts the owner of a reserved place at the end.
  @inlinable public mutating func enqueue(_ ticket: Ticket, _ waiter: consuming Waiter) {
    let index = Int(ticket.index)
    slots[index].waiter = consume waiter
    slots[index].use = .queued
    slots[index].previous = tail
    if tail >= 0 { slots[Int(tail)].next = ticket.index } else { head = ticket.index }
    tail = ticket.index
    sleepers += 1
  }

  /// Takes the one who has waited longest.
  @inlinable public mutating func popFirst() -> Waiter? { head < 0 ? nil : unlink(head) }

  /// Takes the one who has waited shortest: nobody's fair choice, and a fault that tests plant.
  @inlinable mutating func popLast() -> Waiter? { tail < 0 ? nil : unlink(tail) }

  @inlinable mutating func unlink(_ index: Int32) -> Waiter {
    let next = slots[Int(index)].next
    let previous = slots[Int(index)].previous
    if previous >= 0 { slots[Int(previous)].next = next } else { head = next }
    if next >= 0 { slots[Int(next)].previous = previous } else { tail = previous }
    guard let waiter = slots[Int(index)].waiter.take() else { preconditionFailure("a queued slot is empty") }
    sleepers -= 1
    release(index)
    return waiter
  }

  /// Whether the owner of a reserved place has been canceled before it slept.
  @inlinable public func isCancelled(_ ticket: Ticket) -> Bool { slots[Int(ticket.index)].use == .cancelled }

  /// Cancels a wait: one who sleeps is taken out and returned, to be woken; one who has only reserved is marked and will
  /// see it; an old ticket does nothing.
  ///
  /// - Complexity: O(1).
  @inlinable public mutating func cancel(_ ticket: Ticket) -> Waiter? {
    let index = Int(ticket.index)
    guard index >= 0, slots[index].generation == ticket.generation else { return nil }
    switch slots[index].use {
    case .queued: return unlink(ticket.index)
    case .reserved:
      slots[index].use = .cancelled
      return nil
    case .free, .cancelled: return nil
    }
  }

  /// Whether the owner of `ticket` sleeps, without taking it out: a fault that tests plant needs to look.
  @inlinable func peek(_ ticket: Ticket) -> Waiter? {
    guard ticket.index >= 0, slots[Int(ticket.index)].generation == ticket.generation else { return nil }
    return slots[Int(ticket.index)].waiter
  }

  /// Whether links, counts and the free list agree.
  ///
  /// - Complexity: O(slots); for tests.
  @inlinable public var isConsistent: Bool {
    var seen = 0
    var at = head
    var before: Int32 = -1
    while at >= 0 {
      if slots[Int(at)].use != .queued || slots[Int(at)].previous != before || seen > slots.count {
        return false
      }
      before = at
      at = slots[Int(at)].next
      seen += 1
    }
    if before != tail || seen != queued { return false }
    var unused = 0
    at = free
    while at >= 0 {
      if slots[Int(at)].use != .free || unused > slots.count { return false }
      at = slots[Int(at)].next
      unused += 1
    }
    return used == slots.count - unused
  }
}
