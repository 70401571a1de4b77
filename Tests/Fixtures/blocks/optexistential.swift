// optimized
protocol Node { associatedtype Value: Comparable; var value: Value { get } }
struct Leaf<T: Comparable>: Node { var value: T }
struct Pair<A: Node, B: Node>: Node where A.Value == B.Value {
  var a: A, b: B
  var value: A.Value { max(a.value, b.value) }
}
func best(_ n: some Node) -> String { "\(n.value)" }
let nodes: [any Node] = [Leaf(value: 3), Pair(a: Leaf(value: "x"), b: Leaf(value: "y")), Leaf(value: 2.5)]
print(nodes.map { best($0) })
