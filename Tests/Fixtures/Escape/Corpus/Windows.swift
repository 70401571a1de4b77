// Loops over objects: what the next turn needs, what an optional keeps, and what each turn drops.

final class Window {
  let low: Int
  let high: Int
  init(_ low: Int, _ high: Int) {
    self.low = low
    self.high = high
  }

  @inline(never)
  func contains(_ n: Int) -> Bool { low <= n && n < high }

  @inline(never)
  func overlap(_ other: Window) -> Int { max(0, min(high, other.high) - max(low, other.low)) }
}

@inline(never)
func overlaps(_ count: Int) -> Int {
  var last: Window?
  var total = 0
  for k in 0..<count {
    let window = Window(k, k + 2)  // heap: Window loop-carried
    if let last { total += window.overlap(last) }
    last = window
  }
  return total
}

@inline(never)
func widest(_ count: Int) -> Int {
  var best = Window(0, 0)  // stack: Window
  for k in 0..<count where k % 2 == 0 {
    best = Window(k, 2 * k)  // heap: Window loop-carried
  }
  return best.high - best.low + (best.contains(4) ? 1 : 0)
}

@inline(never)
func hits(_ values: [Int]) -> Int {
  var sum = 0
  for value in values {
    let window = Window(value - 1, value + 1)  // stack: Window
    if window.contains(3) { sum += 1 }
  }
  return sum
}

@main
enum Windows {
  static func main() {
    precondition(overlaps(4) == 3)
    precondition(widest(5) == 5)
    precondition(hits([2, 3, 4, 9]) == 2)
  }
}
