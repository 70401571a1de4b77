// A search tree of classes: a new leaf is stored in a field of its parent.

final class Branch {
  let key: Int
  var left: Branch?
  var right: Branch?

  init(_ key: Int) { self.key = key }

  @inline(never)
  func insert(_ new: Int) -> Bool {
    var at = self
    while true {
      if new == at.key { return false }
      if new < at.key {
        guard let left = at.left else {
          at.left = Branch(new)  // heap: Branch stored-field !
          return true
        }
        at = left
      } else {
        guard let right = at.right else {
          at.right = Branch(new)  // heap: Branch stored-field !
          return true
        }
        at = right
      }
    }
  }

  @inline(never)
  func depth() -> Int {
    1 + max(left?.depth() ?? 0, right?.depth() ?? 0)
  }
}

@inline(never)
func plant(_ keys: [Int]) -> Branch? {
  guard let first = keys.first else { return nil }
  let root = Branch(first)  // heap: Branch returned
  for key in keys.dropFirst() { _ = root.insert(key) }
  return root
}

@main
enum BinaryTree {
  static func main() {
    let keys = [5, 2, 8, 1, 9, 3]
    let tree = plant(keys)
    precondition(tree?.depth() == 3)
  }
}
