// Objects given to library functions whose bodies the compiler does not see.

final class Shape: CustomStringConvertible {
  let sides: Int
  init(_ sides: Int) { self.sides = sides }
  var description: String { "a shape" }
}

final class Key: Hashable {
  let id: Int
  init(_ id: Int) { self.id = id }
  static func == (a: Key, b: Key) -> Bool { a.id == b.id }
  func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

@inline(never)
func text(_ n: Int) -> String {
  let shape = Shape(n)  // heap: Shape passed-opaque
  return String(reflecting: shape)  // heap: String library-call !
}

@inline(never)
func erased(_ n: Int) -> AnyHashable {
  let key = Key(n)  // heap: Key passed-opaque
  return AnyHashable(key)
}

@inline(never)
func cast(_ n: Int) -> Int {
  let any: Any = Shape(n)  // heap: Shape optimizer-limit|dynamic-dispatch
  return (any as? any CustomStringConvertible)?.description.utf8.count ?? 0
}

@main
enum Opaque {
  static func main() {
    precondition(text(3) == "a shape")
    precondition(erased(4) == AnyHashable(Key(4)))  // heap: Key passed-opaque
    precondition(cast(5) == 7)
  }
}
