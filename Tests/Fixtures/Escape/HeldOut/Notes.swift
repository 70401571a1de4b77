// swift-format-ignore-file
// Notes that are built by string interpolation and appended to.

struct Note {
  var title: String
  var lines: [String]

  func text() -> String {
    var out = title
    for line in lines {
      out += "\n"  // heap: String growth
      out += line  // heap: String growth
    }
    return out
  }
}

@inline(never)
func note(_ n: Int) -> Note {
  Note(title: "note number \(n) of many", lines: ["first line of it", "second line"])  // heap: String library-call|growth
}

@inline(never)
func shout(_ text: String) -> String {
  text.uppercased() + "!"  // heap: String library-call
}

@main
enum Notes {
  static func main() {
    let text = note(3).text()
    precondition(text.count == 49 || text.count > 40)
    precondition(shout("a quiet sentence").hasSuffix("E!"))
  }
}
