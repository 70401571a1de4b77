// swift-format-ignore-file
// A valley whose rivers are read by key paths and sorted by closures.

struct River {
  var name: String
  var length: Int
}

@inline(never)
func names(_ rivers: [River]) -> [String] {
  rivers.map(\.name)  // heap: [String] library-call
}

@inline(never)
func longest(_ rivers: [River]) -> [River] {
  rivers.sorted { $0.length > $1.length }  // heap: [River] library-call; heap: [Range<Int>] copy-on-write|library-call
}

@inline(never)
func long(_ rivers: [River], _ least: Int) -> [River] {
  rivers.filter { $0.length >= least }  // heap: [River] library-call
}

@inline(never)
func reader() -> (River) -> Int {
  { $0.length }
}

@main
enum Valley {
  static func main() {
    var rivers = [River(name: "Inn", length: 5), River(name: "Ill", length: 7)]  // stack: [River]
    rivers.append(River(name: "Lech", length: 6))  // heap: [River] growth
    precondition(names(rivers).count == 3)
    precondition(longest(rivers)[0].length == 7)
    precondition(long(rivers, 6).count == 2)
    precondition(reader()(rivers[0]) == 5)
  }
}
