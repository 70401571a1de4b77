// A class with stored properties of its own, a superclass and a required initializer.

class View {
  var children: [View] = []
  private(set) weak var superview: View?
  var frame: (x: Int, y: Int, width: Int, height: Int)

  init(_ width: Int, _ height: Int) { frame = (0, 0, width, height) }

  @inline(never)
  func add(_ child: View) {
    child.superview = self  // heap: side-table weak-reference
    children.append(child)  // heap: [View] growth
  }

  func area() -> Int { frame.width * frame.height }
}

final class Label: View {
  let text: String
  init(_ text: String) {
    self.text = text
    super.init(text.utf8.count, 1)
  }
  override func area() -> Int { super.area() * 2 }
}

@inline(never)
func window() -> View {
  let root = View(10, 10)  // heap: View returned
  let label = Label("title")  // heap: Label passed-escaping
  root.add(label)
  return root
}

@inline(never)
func measure(_ text: String) -> Int {
  let label = Label(text)  // stack: Label
  return label.area()
}

@main
enum Subclassing {
  static func main() {
    let root = window()
    precondition(root.children[0].area() == 10)
    precondition(root.children[0].superview === root)
    precondition(measure("abc") == 6)
  }
}
