// Large arrays, dictionaries, sets and strings that live to the end, and others that do not.
struct Point: Hashable { var x: Int; var y: Int }
final class Tree {
  var left: Tree?; var right: Tree?; var name: String; init(_ name: String) { self.name = name }
}
func grow(_ depth: Int) -> Tree? {
  guard depth > 0 else { return nil }
  let tree = Tree("a tree of depth \(depth), which is long")
  tree.left = grow(depth - 1)
  tree.right = grow(depth - 1)
  return tree
}
nonisolated(unsafe) let tree = grow(10)
nonisolated(unsafe) var points = Set((0..<3000).map { Point(x: $0, y: -$0) })
nonisolated(unsafe) var index = Dictionary(
  uniqueKeysWithValues: (0..<2000).map { ("key number \($0) is long", [$0]) })
let anything: [Any] = [1, "two and a long string", [3], { (n: Int) in n + points.count }, tree as Any]
print(points.count, index.count, anything.count, tree!.name)
