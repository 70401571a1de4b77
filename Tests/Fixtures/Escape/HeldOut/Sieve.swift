// InlineArray and Span beside arrays.
struct Window {
  var slots: [4 of Int] = [0, 0, 0, 0]
  var next = 0

  mutating func push(_ value: Int) {
    slots[next] = value
    next = (next + 1) & 3
  }

  var total: Int {
    var sum = 0
    for k in 0..<4 { sum += slots[k] }
    return sum
  }
}

@inline(never)
func primes(below limit: Int) -> [Int] {
  var crossed = [Bool](repeating: false, count: limit)  // heap: [Bool] library-call
  var found: [Int] = []
  for n in 2..<limit where !crossed[n] {
    found.append(n)  // heap: [Int] growth
    var multiple = n * n
    while multiple < limit {
      crossed[multiple] = true
      multiple += n
    }
  }
  return found
}

@inline(never)
func largest(_ numbers: Span<Int>) -> Int {
  var best = numbers[0]
  for k in 1..<numbers.count { best = max(best, numbers[k]) }
  return best
}

@inline(never)
func smoothed(_ numbers: [Int]) -> [Int] {
  var window = Window()
  return Array(unsafeUninitializedCapacity: numbers.count) { out, count in  // heap: [Int] library-call
    for n in numbers {
      window.push(n)
      out.initializeElement(at: count, to: window.total)
      count += 1
    }
  }
}

func run() {
  let found = primes(below: 20)
  precondition(largest(found.span) == 19)
  precondition(smoothed(found).last == 60)
  let windows = (0..<3).map { k in  // heap: [Window] library-call
    var window = Window()
    window.push(k)
    return window
  }
  precondition(windows[2].total == 2)
}

run()
