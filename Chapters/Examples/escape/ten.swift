final class Node {
  var value: Int
  init(_ value: Int) { self.value = value }
}
protocol Sized { var area: Double { get } }
struct Small: Sized { var area = 1.0, b = 2.0, c = 3.0 }
struct Large: Sized { var area = 1.0, b = 2.0, c = 3.0, d = 4.0 }
enum Tree {
  case leaf
  indirect case node(Tree, Int, Tree)
}
struct Refused: Error { var code: Int }
nonisolated(unsafe) var kept: Node?

@inline(never) func returned(_ n: Int) -> Node { Node(n) }
@inline(never) func stored(_ n: Int) { kept = Node(n) }
@inline(never) func used(_ n: Int) -> Int {
  let node = Node(n)
  return node.value
}
@inline(never) func listed(_ n: Int) -> Int {
  let nodes = [Node(n), Node(n + 1)]
  return nodes[n & 1].value
}
@inline(never) func counter() -> () -> Int {
  var n = 0
  return {
    n += 1
    return n
  }
}
@inline(never) func stepper(by step: Int) -> () -> Int {
  var n = 0
  return {
    n += step
    return n
  }
}
@inline(never) func sized(_ n: Int) -> any Sized {
  if n == 0 { return Small() }
  return Large()
}
@inline(never) func tree(_ n: Int) -> Tree { .node(.leaf, n, .leaf) }
@inline(never) func refused(_ n: Int) throws -> Int {
  if n < 0 { throw Refused(code: n) }
  return n
}
@inline(never) func sent(_ n: Int) -> Task<Int, Never> {
  Task { n + 1 }
}
