// Views of a channel's machine, for those who draw it.
// Relies on ChannelMachine, WaitList.

extension ChannelMachine {
  /// The slot of the ring that is received from next.
  public var firstSlot: Int { first }

  /// What a slot of the ring holds, 0 to `capacity` - 1; nil when it is empty.
  public func element(inSlot slot: Int) -> Element? { ring[slot] }
}

extension WaitList {
  /// Those who sleep, the one who has waited longest first.
  ///
  /// - Complexity: O(sleepers).
  public var sleeping: [Waiter] {
    var waiters: [Waiter] = []
    var at = head
    while at >= 0 {
      if let waiter = slots[Int(at)].waiter { waiters.append(waiter) }
      at = slots[Int(at)].next
    }
    return waiters
  }

  /// The ticket of the one who has waited longest; nil when nobody sleeps.
  public var longest: Ticket? {
    head < 0 ? nil : Ticket(index: head, generation: slots[Int(head)].generation)
  }
}
