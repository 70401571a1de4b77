// Whoever stores without the barrier has to do what the barrier does, for every slot. Copies in bulk, deserializers and
// intrinsics are where runtimes have lost objects so.

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
    if young.isEmpty { return }
    for (offset, object) in young.enumerated() { slots[first + offset] = object }
    for card in first / slotsPerCard...(first + young.count - 1) / slotsPerCard { dirty[card] = true }
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
