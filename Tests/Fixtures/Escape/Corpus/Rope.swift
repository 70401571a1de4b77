// A rope: text as an indirect enum of pieces and joins.

enum Rope {
  case empty
  case piece(Substring)
  indirect case join(Rope, Rope, count: Int)

  var count: Int {
    switch self {
    case .empty: 0
    case .piece(let text): text.utf8.count
    case .join(_, _, let count): count
    }
  }

  @inline(never)
  static func + (left: Rope, right: Rope) -> Rope {
    .join(left, right, count: left.count + right.count)  // heap: Rope indirect-case
  }

  @inline(never)
  func write(to out: inout String) {
    switch self {
    case .empty: break
    case .piece(let text):
      out += text  // heap: String growth
    case .join(let left, let right, _):
      left.write(to: &out)
      right.write(to: &out)
    }
  }
}

nonisolated(unsafe) var document = Rope.empty

@inline(never)
func type(_ text: Substring) {
  let count = document.count + text.utf8.count
  document = .join(document, .piece(text), count: count)  // heap: Rope indirect-case !
}

@main
enum RopeProgram {
  static func main() {
    type("hello ")
    type("world, this is a rope")
    var text = ""
    (document + .piece("!")).write(to: &text)
    precondition(text.utf8.count == 28)
  }
}
