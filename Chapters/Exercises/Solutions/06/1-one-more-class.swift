// Between two classes the loss falls as the new one falls, until a size no longer fits: so the best one is a size that is
// asked for.

let classes = [16, 32, 64, 128, 256, 512, 768, 1024]

/// What is lost when every size gets the smallest class that holds it.
func lost(_ sizes: [Int: Int], _ classes: [Int]) -> Int {
  sizes.reduce(0) { sum, each in
    let given = classes.sorted().first { $0 >= each.key } ?? each.key
    return sum + (given - each.key) * each.value
  }
}

/// The class to add.
func ninth(for sizes: [Int: Int]) -> Int {
  let ranked = sizes.keys.sorted().map { size in (size: size, lost: lost(sizes, classes + [size])) }
  return ranked.min { ($0.lost, $0.size) < ($1.lost, $1.size) }?.size ?? classes[0]
}

// check: leave what stands below as it is
func report(_ name: String, _ sizes: [Int: Int]) {
  let added = ninth(for: sizes)
  print(name, added, "saves", lost(sizes, classes) - lost(sizes, classes + [added]))
}
report("text", [17: 100, 24: 300, 40: 900, 100: 10])  // Prints "text 40 saves 21600"
report("records", [72: 500, 130: 400, 200: 50])  // Prints "records 130 saves 50400"
report("spread", [600: 60, 640: 15, 520: 10, 33: 10])  // Prints "spread 600 saves 11760"
