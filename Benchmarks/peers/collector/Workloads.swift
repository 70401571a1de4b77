// The collectors' workloads over Swift's own classes: reference counts instead of a collector. Prints the workload's number.
//
//   Workloads WORKLOAD

final class Pair {
  let left: Pair?, right: Pair?
  init(_ left: Pair?, _ right: Pair?) { (self.left, self.right) = (left, right) }
  var count: Int {
    guard let left, let right else { return 1 }
    return 1 + left.count + right.count
  }
}
final class Node {
  var left: Node?, right: Node?
  var a: Int32 = 0, b: Int32 = 0
  var count: Int {
    guard let left, let right else { return 1 }
    return 1 + left.count + right.count
  }
}
final class Link {
  var next: Link?
  var value: Int32, other: Int32 = 0
  init(_ value: Int32, _ next: Link? = nil) { (self.value, self.next) = (value, next) }
}
final class Entry {
  var a: Entry?, b: Entry?
  var value: Int32, rest: (Int32, Int32, Int32) = (0, 0, 0)
  init(_ value: Int32) { self.value = value }
}

func pairTree(_ depth: Int) -> Pair {
  depth <= 0 ? Pair(nil, nil) : Pair(pairTree(depth - 1), pairTree(depth - 1))
}
func trees(_ depth: Int) -> Int {
  var sum = pairTree(depth + 1).count
  let stays = pairTree(depth)
  for d in stride(from: 4, through: depth, by: 2) {
    for _ in 0..<1 << (depth - d + 4) { sum += pairTree(d).count }
  }
  return sum + stays.count
}

func populate(_ depth: Int, _ top: Node) {
  if depth <= 0 { return }
  let (left, right) = (Node(), Node())
  (top.left, top.right) = (left, right)
  populate(depth - 1, left)
  populate(depth - 1, right)
}
func nodeTree(_ depth: Int) -> Node {
  let top = Node()
  if depth > 0 { (top.left, top.right) = (nodeTree(depth - 1), nodeTree(depth - 1)) }
  return top
}
func gcbench() -> Int {
  let stays = Node()
  populate(16, stays)
  let numbers = [Double](repeating: 0, count: 500_000)
  for depth in stride(from: 4, through: 16, by: 2) {
    let count = 2 * ((1 << 19) - 1) / ((1 << (depth + 1)) - 1)
    for _ in 0..<count { populate(depth, Node()) }
    for _ in 0..<count { _ = nodeTree(depth) }
  }
  return stays.count + Int(numbers[77])
}

func queue() -> Int {
  var first = Link(0)
  var last = first
  var sum = 0
  for index in 0..<21_000_000 {
    let next = Link(Int32(index))
    last.next = next
    last = next
    if index >= 1_000_000 {
      sum += Int(first.value)
      first = first.next!
    }
  }
  // One after the other: a chain that frees itself at once would need a stack as deep as it is long.
  while let next = first.next { first = next }
  return sum
}

struct Xorshift {
  var state: UInt64 = 88_172_645_463_325_252
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
func table(_ rows: Int) -> [[Entry]] { (0..<rows).map { _ in (0..<1024).map { _ in Entry(0) } } }
func live() -> Int {
  let places = 4 << 20
  var rows = table(places / 1024)
  var random = Xorshift()
  var sum = 0
  for index in 0..<20_000_000 {
    let bits = random.next()
    let fresh = Entry(Int32(index))
    if bits & 15 == 0 {
      let place = Int(bits >> 8 & 0x7FFF_FFFF) % places
      sum += Int(rows[place / 1024][place % 1024].value)
      fresh.a = rows[place / 1024][(place + 1) % 1024]
      rows[place / 1024][place % 1024] = fresh
      fresh.a?.a = nil
    }
  }
  return sum
}
func cache() -> Int {
  let places = 1 << 18
  var rows = table(places / 1024)
  var random = Xorshift()
  var sum = 0
  for index in 0..<10_000_000 {
    let place = Int(random.next() >> 8 & 0x7FFF_FFFF) % places
    sum += Int(rows[place / 1024][place % 1024].value)
    if index & 1 == 0 { rows[place / 1024][place % 1024] = Entry(Int32(index)) }
  }
  return sum
}
func churn() -> Int {
  var sum = 0
  for round in 0..<20_000 {
    var first: Link?
    for _ in 0..<1000 { first = Link(Int32(round), first) }
    sum += Int(first!.value)
    while let link = first { first = link.next }
  }
  return sum
}

let name = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : ""
let workloads: [String: () -> Int] = [
  "trees": { trees(16) }, "gcbench": gcbench, "queue": queue, "live": live, "cache": cache, "churn": churn,
]
guard let workload = workloads[name] else { fatalError("usage: Workloads WORKLOAD") }
print("{\"sum\":\(workload())}")
