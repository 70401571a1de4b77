// The difference of two texts by the longest common subsequence of their lines.

enum Edit: Equatable {
  case keep(Substring)
  case insert(Substring)
  case delete(Substring)
}

struct Table {
  private var cells: [Int]
  private let width: Int

  init(rows: Int, columns: Int) {
    cells = Array(repeating: 0, count: rows * columns)  // heap: [Int] library-call
    width = columns
  }

  subscript(row: Int, column: Int) -> Int {
    get { cells[row * width + column] }
    set { cells[row * width + column] = newValue }  // heap: [Int] copy-on-write !
  }
}

@inline(never)
func lengths(_ old: [Substring], _ new: [Substring]) -> Table {
  var table = Table(rows: old.count + 1, columns: new.count + 1)
  for i in old.indices.reversed() {
    for j in new.indices.reversed() {
      table[i, j] =
        old[i] == new[j] ? table[i + 1, j + 1] + 1 : max(table[i + 1, j], table[i, j + 1])
    }
  }
  return table
}

@inline(never)
func difference(_ old: [Substring], _ new: [Substring]) -> [Edit] {
  let table = lengths(old, new)
  var edits: [Edit] = []
  var i = 0
  var j = 0
  while i < old.count || j < new.count {
    if i < old.count, j < new.count, old[i] == new[j] {
      edits.append(.keep(old[i]))  // heap: [Edit] growth
      i += 1
      j += 1
    } else if j == new.count || (i < old.count && table[i + 1, j] >= table[i, j + 1]) {
      edits.append(.delete(old[i]))  // heap: [Edit] growth
      i += 1
    } else {
      edits.append(.insert(new[j]))  // heap: [Edit] growth !
      j += 1
    }
  }
  return edits
}

@inline(never)
func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }  // heap: [Substring] library-call

@main
enum TextDiff {
  static func main() {
    let edits = difference(lines("a\nb\nc\nd"), lines("a\nc\nx\nd"))
    precondition(edits.count == 5 && edits[1] == .delete("b") && edits[3] == .insert("x"))
  }
}
