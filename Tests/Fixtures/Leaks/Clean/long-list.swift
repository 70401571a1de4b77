// A long list that a global holds to the end.
final class Node {
  let value: Int
  let next: Node?
  init(_ value: Int, _ next: Node?) { self.value = value; self.next = next }
}
nonisolated(unsafe) var head: Node?
for value in 0..<50_000 { head = Node(value, head) }
print(head!.value)
