// A doubly linked list whose nodes own each other.
final class Node {
  var value: Int
  var next: Node?
  weak var previous: Node?
  init(_ value: Int) { self.value = value }
}

@inline(never) func sum(_ count: Int) -> Int {
  let head = Node(0)
  var last = head
  for value in 1..<count {
    let node = Node(value)
    last.next = node
    node.previous = last
    last = node
  }
  var total = 0
  var at: Node? = head
  while let node = at { total += node.value; at = node.next }
  return total
}
print(sum(20))
