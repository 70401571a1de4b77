// swift-format-ignore-file
// A result builder that makes a tree of classes.
class Item {
  let title: String
  init(_ title: String) { self.title = title }
  func lines(_ depth: Int) -> [String] { [String(repeating: " ", count: depth) + title] }  // heap: [String] returned|loop-carried; heap: String library-call|growth !
}

final class Command: Item {
  let action: () -> Int
  init(_ title: String, action: @escaping () -> Int) {
    self.action = action
    super.init(title)
  }
}

final class Submenu: Item {
  let items: [Item]
  init(_ title: String, @MenuBuilder _ items: () -> [Item]) {
    self.items = items()
    super.init(title)
  }
  override func lines(_ depth: Int) -> [String] {
    var all = super.lines(depth)
    for item in items { all += item.lines(depth + 1) }  // heap: [String] growth
    return all
  }
}

@resultBuilder
enum MenuBuilder {
  static func buildExpression(_ item: Item) -> [Item] { [item] }  // heap: [AnyObject] returned !; stack: [AnyObject]
  static func buildBlock(_ parts: [Item]...) -> [Item] { parts.flatMap { $0 } }  // heap: [Item] library-call|growth
  static func buildOptional(_ part: [Item]?) -> [Item] { part ?? [] }
}

@inline(never)
func fileMenu(recent: Int, save: @escaping () -> Int) -> Submenu {
  Submenu("File") {  // heap: Submenu returned
    Command("Open") { recent * 2 }  // heap: Command passed-escaping|returned|stored-field; heap: closure stored-field; stack: [Array<Item>]
    Command("Save", action: save)  // heap: Command passed-escaping|returned|stored-field
    if recent > 0 { Item("Recent") }  // heap: Item passed-escaping|returned|stored-field; stack: [Array<Item>]
  }
}

func run() {
  let menu = fileMenu(recent: 3) { 1 }
  precondition(menu.lines(0) == ["File", " Open", " Save", " Recent"])
  let first = menu.items[0] as! Command
  precondition(first.action() == 6)
}

run()
