// Rows: what reading through a reference and counting one cost, in nanoseconds of processor time an operation.
// Prints `NAME NS` a line, and `lost COUNTS` for what two threads made of two counts. Built twice: as it stands, and with
// `-assume-single-threaded`, which makes the counts ordinary additions.
import Dispatch
import Glibc

struct Point { var x = 1.0, y = 2.0 }
final class Node: @unchecked Sendable { var x = 1.0, y = 2.0 }
final class Holder {
  var node: Node
  init(_ node: Node) { self.node = node }
}

func processorTime() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
}

func time(_ name: String, operations: Int, _ work: () -> Void) {
  let start = processorTime()
  work()
  print(name, (processorTime() - start) / Double(operations))
}

// The sum goes on from `start`, so that no two calls are alike and none can be left out.
@inline(never) func sum(_ points: [Point], from start: Double) -> Double {
  var result = start
  for point in points { result += point.x }
  return result
}

@inline(never) func sum(_ nodes: [Node], from start: Double) -> Double {
  var result = start
  for node in nodes { result += node.x }
  return result
}

// snippet.store
@inline(never)
func store(_ a: Node, _ b: Node, in holder: Holder, times: Int) {
  for turn in 0..<times { holder.node = turn & 1 == 0 ? a : b }
}
// snippet.end

/// The same in two threads at a time, each with a holder of its own.
func storeInTwoThreads(_ pairs: [(Node, Node)], times: Int) {
  DispatchQueue.concurrentPerform(iterations: 2) { thread in
    store(pairs[thread].0, pairs[thread].1, in: Holder(pairs[thread].0), times: times)
  }
}

let (a, b, c, d) = (Node(), Node(), Node(), Node())
let stores = 10_000_000
let count = 1_000_000
let rounds = 10
var total = 0.0
let points = (0..<count).map { Point(x: Double($0), y: 0) }
let nodes = (0..<count).map { _ in Node() }
let shuffled = nodes.shuffled()
total = sum(nodes, from: sum(points, from: total))
time("struct.read", operations: count * rounds) { for _ in 0..<rounds { total = sum(points, from: total) } }
time("class.read", operations: count * rounds) { for _ in 0..<rounds { total = sum(nodes, from: total) } }
time("shuffled.read", operations: count * rounds) { for _ in 0..<rounds { total = sum(shuffled, from: total) } }
time("store", operations: stores) { store(a, b, in: Holder(a), times: stores) }
time("own", operations: 2 * stores) { storeInTwoThreads([(a, b), (c, d)], times: stores) }

// A count that lost some of its additions would free its object too early. So each gets more than can be lost.
for node in [a, b] { for _ in 0..<2 * stores { _ = Unmanaged.passUnretained(node).retain() } }
let before = [a, b].map { Int(_getRetainCount($0)) }
time("shared", operations: 2 * stores) { storeInTwoThreads([(a, b), (a, b)], times: stores) }
let after = [a, b].map { Int(_getRetainCount($0)) }
print("lost", zip(before, after).reduce(0) { $0 + abs($1.0 - $1.1) })
if total < 0 { print(total) }
