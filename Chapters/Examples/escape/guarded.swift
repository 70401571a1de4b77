final class Node {
  var value: Int
  init(_ value: Int) { self.value = value }
}
func fresh(_ n: Int) -> Node { Node(n) }  // heap: Node returned
func pair(_ n: Int) -> Int {
  let nodes = [Node(n), Node(n + 1)]  // stack: Node
  return nodes[n & 1].value
}
