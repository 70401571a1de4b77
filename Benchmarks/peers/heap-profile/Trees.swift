// Trees: binary trees of objects, made and dropped again and again by each of N threads, beside one that stays.
// Usage: trees THREADS
import Foundation

final class Node {
  let left: Node?
  let right: Node?
  init(_ depth: Int) {
    left = depth == 0 ? nil : Node(depth - 1)
    right = depth == 0 ? nil : Node(depth - 1)
  }
  var count: Int { 1 + (left?.count ?? 0) + (right?.count ?? 0) }
}

func work() -> Int {
  let kept = Node(15)
  var sum = 0
  for _ in 0..<400 { sum += Node(11).count }
  return sum + kept.count
}

let threads = Int(CommandLine.arguments[1])!
let group = DispatchGroup()
for _ in 0..<threads {
  group.enter()
  Thread { print(work()); group.leave() }.start()
}
group.wait()
