// Heterogeneous values: `Any`, casts, and dictionaries of them.

struct Wide {
  var a = 1
  var b = 2
  var c = 3
  var d = 4
}

@inline(never)
func mixed(_ n: Int, _ s: String) -> [Any] {
  [n, s]  // heap: [Any] returned
}

@inline(never)
func widened(_ n: Int) -> Any {
  Wide(a: n)  // heap: Wide too-big-for-inline
}

@inline(never)
func total(_ values: [Any]) -> Int {
  var sum = 0
  for value in values {
    if let n = value as? Int { sum += n }
    if let s = value as? String { sum += s.utf8.count }
    if let w = value as? Wide { sum += w.a + w.d }
  }
  return sum
}

@inline(never)
func settings(_ n: Int) -> [String: Any] {
  var table: [String: Any] = [:]
  table["n"] = n  // heap: [String: Any] growth
  table["wide"] = Wide(a: n)  // heap: [String: Any] growth; heap: Wide too-big-for-inline
  return table
}

@main
enum Casting {
  static func main() {
    precondition(total(mixed(3, "four")) == 7)
    precondition(total([widened(5)]) == 9)  // stack: [Any]
    precondition(settings(2).count == 2)
  }
}
