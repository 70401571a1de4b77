// Strings: up to 15 bytes of UTF-8 need no storage, and literals never do.

@inline(never)
func greeting(_ name: String) -> String {
  "hello, " + name  // heap: String library-call|growth
}

@inline(never)
func interpolated(_ n: Int) -> String {
  "item \(n)"  // heap: String library-call|growth !
}

@inline(never)
func built(_ parts: [String]) -> String {
  var out = ""
  for part in parts {
    out += part  // heap: String growth
  }
  return out
}

@inline(never)
func joined(_ parts: [String]) -> String {
  parts.joined(separator: ", ")  // heap: String library-call
}

@inline(never)
func literal(_ flag: Bool) -> String {
  flag ? "a literal of more than fifteen bytes" : "short"
}

@inline(never)
func upper(_ s: String) -> String {
  s.uppercased()  // heap: String library-call !
}

@inline(never)
func repeated(_ n: Int) -> String {
  String(repeating: "ab", count: n)  // heap: String library-call !
}

@main
enum Strings {
  static func main() {
    let parts = ["a rather long part", "another long part"]
    precondition(greeting("a name that is long").utf8.count == 26)
    precondition(interpolated(3) == "item 3")
    precondition(built(parts).utf8.count == 35)
    precondition(joined(parts).utf8.count == 37)
    precondition(literal(true).utf8.count == 36)
    precondition(upper("abc") == "ABC")
    precondition(repeated(20).utf8.count == 40)
  }
}
