// A stack of nodes: each node is stored in the node or stack that comes after it.

final class Node {
  let value: Int
  let next: Node?
  init(_ value: Int, _ next: Node?) {
    self.value = value
    self.next = next
  }
}

struct Stack {
  private var head: Node?

  @inline(never)
  mutating func push(_ value: Int) {
    head = Node(value, head)  // heap: Node stored-argument
  }

  @inline(never)
  mutating func pop() -> Int? {
    guard let top = head else { return nil }
    head = top.next
    return top.value
  }
}

@main
enum LinkedStack {
  static func main() {
    var stack = Stack()
    for value in 1...10 { stack.push(value) }
    var sum = 0
    while let value = stack.pop() { sum += value }
    precondition(sum == 55)
  }
}
