// Factories: metatypes in a registry, clones by dynamic type, and class-constrained generics.

class Widget {
  let size: Int
  required init(size: Int) { self.size = size }

  @inline(never)
  func clone() -> Self {
    Self(size: size)  // heap: Widget dynamic-type
  }

  func draw() -> Int { size }
}

final class Button: Widget {
  override func draw() -> Int { size * 2 }
}

final class Slider: Widget {
  var value = 0.5
  override func draw() -> Int { size * 3 }
}

struct Registry {
  private var kinds: [String: Widget.Type]

  init() {
    let pair = ("b", Button.self as Widget.Type)
    // The literal is an array of pairs first.
    kinds = [pair.0: pair.1]  // stack: [(String, Widget.Type)]; heap: [String: Widget.Type] library-call
  }

  @inline(never)
  mutating func add(_ name: String, _ kind: Widget.Type) {
    kinds[name] = kind  // heap: [String: Widget.Type] growth
  }

  @inline(never)
  func make(_ name: String, _ size: Int) -> Widget? {
    guard let kind = kinds[name] else { return nil }
    let widget = kind.init(size: size)  // heap: Widget dynamic-type
    return widget.draw() > 0 ? widget : nil
  }
}

@main
enum Factories {
  static func main() {
    var registry = Registry()
    registry.add("slider", Slider.self)
    let button = registry.make("b", 4)
    let slider = registry.make("slider", 5)
    precondition(button?.draw() == 8 && slider?.clone().draw() == 15)
    precondition(registry.make("menu", 1) == nil)
  }
}
