// A closure that captures its owner weakly: a box for the weak variable, and a side table.

final class Owner {
  var onEnd: (() -> Void)?
  var expired = false

  @inline(never)
  func arm() {
    onEnd = { [weak self] in  // heap: @sil_weak Optional<Owner> captured; heap: side-table weak-reference
      self?.expired = true
    }
  }
}

final class Tree {
  weak var parent: Tree?
  var children: [Tree] = []

  @inline(never)
  func adopt(_ child: Tree) {
    child.parent = self  // heap: side-table weak-reference
    children.append(child)  // heap: [Tree] growth
  }
}

@inline(never)
func family() -> Tree {
  let root = Tree()  // heap: Tree returned
  root.adopt(Tree())  // heap: Tree passed-escaping
  return root
}

@main
enum WeakCapture {
  static func main() {
    let owner = Owner()  // heap: Owner optimizer-limit|passed-escaping
    owner.arm()
    owner.onEnd?()
    precondition(owner.expired)
    let root = family()
    precondition(root.children[0].parent === root)
  }
}
