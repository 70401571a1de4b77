// Shading the new one keeps black from white in the heap, and needs the variables to be looked at again. Shading the old one
// keeps all that there was when the cycle began, and does not.

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
  for scans in 0..<4 {
    var world = World()
    for _ in 0..<scans { world.scanOne() }
    body(&world)
    if world.losesC() { count += 1 }
  }
  return "lost in \(count) of 4 orders"
}
let slot = lost {
  $0.store($0.slots["A"], in: "B")
  $0.store(nil, in: "A")
}
print("into a slot:", slot)  // Prints "into a slot: lost in 0 of 4 orders"
let variable = lost {
  $0.variable = $0.slots["A"]
  $0.store(nil, in: "A")
}
print("into a variable:", variable)  // Prints "into a variable: lost in 0 of 4 orders"
