// exercise: 12.1
// title: The way around the barrier
// minutes: 10
// fails: prints "store: lost in 0 of 4 orders"
// fails: prints "move: lost in 1 of 4 orders"
// hint: Which slot is overwritten in `move`, and by whom is that remembered?
// hint: `move` is two stores. Both have to go through the barrier.
//
// The deletion barrier stands in `store`. Somebody added `move`, which takes a
// reference from one slot to another, and wrote to the slots. Now and then C is
// lost. Repair `move`.

/// A and B are roots and refer to one object each, or to none.
struct World {
  var slots: [String: String] = ["A": "C"]
  var marked: Set<String> = ["A", "B"]
  var grey = ["A", "B"]
  var variable: String?

  mutating func shade(_ object: String?) {
    guard let object, marked.insert(object).inserted else { return }
    grey.append(object)
  }

  mutating func store(_ value: String?, in holder: String) {
    shade(slots[holder])
    slots[holder] = value
  }

  mutating func move(from: String, to: String) {
    slots[to] = slots[from]
    slots[from] = nil
  }
}

// check: leave what stands below as it is
extension World {
  mutating func scanOne() {
    guard let object = grey.popLast() else { return }
    shade(slots[object])
  }

  /// Whether C is alive, and white when nothing is left to mark.
  mutating func losesC() -> Bool {
    while !grey.isEmpty { scanOne() }
    return (slots["A"] == "C" || slots["B"] == "C" || variable == "C") && !marked.contains("C")
  }
}

func lost(_ body: (inout World) -> Void) -> String {
  var count = 0
  // The marker scans so many objects before the mutator runs.
  for scans in 0..<4 {
    var world = World()
    for _ in 0..<scans { world.scanOne() }
    body(&world)
    if world.losesC() { count += 1 }
  }
  return "lost in \(count) of 4 orders"
}
let stored = lost {
  $0.store($0.slots["A"], in: "B")
  $0.store(nil, in: "A")
}
print("store:", stored)  // Prints "store: lost in 0 of 4 orders"
let moved = lost { $0.move(from: "A", to: "B") }
print("move:", moved)  // Prints "move: lost in 0 of 4 orders"
