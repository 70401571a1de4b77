// Dynamic member lookup: by name into a dictionary, and by key path into what a reference holds.

@dynamicMemberLookup
struct Settings {
  private var values: [String: Int] = [:]

  subscript(dynamicMember name: String) -> Int {
    get { values[name] ?? 0 }
    set { values[name] = newValue }  // heap: [String: Int] growth
  }
}

struct Window {
  var width = 640
  var height = 480
}

@dynamicMemberLookup
final class Shared<Value> {
  private var value: Value
  init(_ value: Value) { self.value = value }

  subscript<Part>(dynamicMember path: WritableKeyPath<Value, Part>) -> Part {
    get { value[keyPath: path] }
    set { value[keyPath: path] = newValue }
  }
}

@inline(never)
func configured() -> Settings {
  var settings = Settings()
  settings.depth = 3
  settings.retries = 5
  settings.depth += 1
  return settings
}

@inline(never)
func opened() -> Shared<Window> {
  let window = Shared(Window())  // heap: Shared<Window> returned
  window.width += 160
  return window
}

@inline(never)
func area(_ scale: Int) -> Int {
  let window = Shared(Window())
  window.width = 2 * scale
  window.height = 3 * scale
  return window.width * window.height
}

@main
enum DynamicSettings {
  static func main() {
    let settings = configured()
    precondition(settings.depth == 4 && settings.retries == 5 && settings.other == 0)
    precondition(opened().width == 800 && area(4) == 96)
  }
}
