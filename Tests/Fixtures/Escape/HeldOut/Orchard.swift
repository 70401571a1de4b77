// An orchard as a tree of classes that grow in place.

final class Branch {
  var apples = 0
  var left: Branch?
  var right: Branch?
}

@inline(never)
func grow(_ depth: Int) -> Branch? {
  guard depth > 0 else { return nil }
  let branch = Branch()  // heap: Branch returned
  branch.apples = depth
  branch.left = grow(depth - 1)
  branch.right = grow(depth - 1)
  return branch
}

@inline(never)
func graft(_ branch: Branch) {
  if branch.left == nil {
    branch.left = Branch()  // heap: Branch stored-field
  }
}

@inline(never)
func count(_ branch: Branch?) -> Int {
  var stack: [Branch] = []
  var sum = 0
  if let branch { stack.append(branch) }  // heap: [Branch] growth
  while let next = stack.popLast() {  // heap: [Branch] copy-on-write
    sum += next.apples
    if let left = next.left { stack.append(left) }  // heap: [Branch] growth
    if let right = next.right { stack.append(right) }  // heap: [Branch] growth
  }
  return sum
}

@main
enum Orchard {
  static func main() {
    let root = grow(3)
    if let root { graft(root) }
    precondition(count(root) == 3 + 2 * 2 + 4)
  }
}
