// exercise: 11.1
// title: The missing card
// minutes: 15
// fails: prints "one store: 1 found"
// fails: prints "forty stores: 4 found"
// hint: A card has ten slots here. On how many cards do forty slots in a row lie?
// hint: Mark from the first slot's card to the last slot's, and mind the case in which nothing is copied.
//
// An old array has a card for each ten slots. `store` marks the slot's card;
// `storeAll` copies many references at once and marks the card on which it begins.
// A minor collection then misses the others. Repair `storeAll`.

let slotsPerCard = 10

struct OldArray {
  /// Numbers of young objects; nil for null.
  var slots = [Int?](repeating: nil, count: 100)
  var dirty = [Bool](repeating: false, count: 10)

  mutating func store(_ young: Int, at index: Int) {
    slots[index] = young
    dirty[index / slotsPerCard] = true
  }

  mutating func storeAll(_ young: [Int], from first: Int) {
    for (offset, object) in young.enumerated() { slots[first + offset] = object }
    dirty[first / slotsPerCard] = true
  }
}

// check: leave what stands below as it is
extension OldArray {
  /// What a minor collection finds: the young behind dirty cards.
  var found: Int {
    dirty.indices.filter { dirty[$0] }.flatMap { slots[$0 * slotsPerCard..<($0 + 1) * slotsPerCard] }
      .filter { $0 != nil }.count
  }
}

var one = OldArray()
one.store(7, at: 55)
one.storeAll([], from: 20)
print("one store:", one.found, "found")  // Prints "one store: 1 found"
var many = OldArray()
many.storeAll(Array(0..<40), from: 36)
print("forty stores:", many.found, "found")  // Prints "forty stores: 40 found"
