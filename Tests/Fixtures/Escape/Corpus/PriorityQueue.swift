// A binary heap over an array, specialized for one element type.

private struct PriorityQueue<Element: Comparable> {
  private var items: [Element] = []
  var isEmpty: Bool { items.isEmpty }

  mutating func push(_ item: Element) {
    items.append(item)  // heap: [Int] growth
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if items[parent] <= items[child] { break }
      items.swapAt(parent, child)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let top = items.first, let end = items.popLast() else { return nil }  // heap: [Int] copy-on-write !
    if items.isEmpty { return top }
    items[0] = end  // heap: [Int] copy-on-write !
    var parent = 0
    while true {
      var smallest = parent
      for child in (2 * parent + 1)...(2 * parent + 2) where child < items.count {
        if items[child] < items[smallest] { smallest = child }
      }
      if smallest == parent { return top }
      items.swapAt(parent, smallest)
      parent = smallest
    }
  }
}

@inline(never)
func sorted(_ values: [Int]) -> [Int] {
  var queue = PriorityQueue<Int>()
  for value in values { queue.push(value) }
  var out: [Int] = []
  while let next = queue.pop() {
    out.append(next)  // heap: [Int] growth
  }
  return out
}

@main
enum PriorityQueueProgram {
  static func main() {
    precondition(sorted([4, 1, 3, 2]) == [1, 2, 3, 4])
  }
}
