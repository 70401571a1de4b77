// Cards: which parts of the old space may hold references to young objects. A card is 64 words; a store marks the card of
// the slot, so that a large array costs as much as what was stored into it, not its length.
// Source: Wilson & Moher, Design of the Opportunistic Garbage Collector (OOPSLA 1989); Hölzle, A Fast Write Barrier for
// Generational Garbage Collectors (1993). Invariant: an old slot that refers to a young object lies on a dirty card.

/// The card table, and for each card of the old space the object that its first word belongs to.
@frozen @usableFromInline struct Cards {
  @usableFromInline let dirty: Table<UInt8>
  private let owners: Table<UInt32>

  init?(words: Int) {
    guard let dirty = Table<UInt8>(count: words / 64 + 16), let owners = Table<UInt32>(count: words / 64 + 2)
    else { return nil }
    self.dirty = dirty
    self.owners = owners
  }

  func unreserve() {
    dirty.unreserve()
    owners.unreserve()
  }

  /// The card of an object's slot: behind the header, two references to a word.
  @inlinable @inline(__always) static func card(_ object: UInt32, _ index: Int) -> Int {
    (Int(object) &+ 1 &+ index &>> (3 &- slotShift)) &>> 6
  }

  @inlinable @inline(__always) func mark(_ object: UInt32, _ index: Int) {
    dirty[Self.card(object, index)] = 1
  }

  /// Says which object the cards' first words belong to that it covers.
  @inline(__always) func own(_ object: UInt32, _ words: Int) {
    var card = (Int(object) &+ 63) &>> 6
    let last = (Int(object) &+ words &- 1) &>> 6
    while card <= last {
      owners[card] = object
      card &+= 1
    }
  }

  /// The object that the first word of a card belongs to.
  @inline(__always) func owner(_ card: Int) -> UInt32 { owners[card] }

  /// The first dirty card in a range, or its end.
  @inline(__always) func nextDirty(_ card: Int, _ end: Int) -> Int {
    var card = card
    while card < end {
      if card & 7 == 0, card &+ 8 <= end,
        UnsafeRawPointer(dirty.start + card).load(as: UInt64.self) == 0
      {
        card &+= 8
      } else if dirty[card] != 0 {
        return card
      } else {
        card &+= 1
      }
    }
    return end
  }
}
