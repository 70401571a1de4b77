// An index of words: dictionaries of arrays, strings that are joined.

@inline(never)
func index(_ words: [String]) -> [Character: [String]] {
  var result: [Character: [String]] = [:]
  for word in words {
    guard let first = word.first else { continue }
    result[first, default: []].append(word)  // heap: [Character: Array<String>] growth; heap: [String] growth
  }
  return result
}

@inline(never)
func line(_ words: [String]) -> String {
  words.joined(separator: ", ")  // heap: String library-call
}

@inline(never)
func lengths(_ words: [String]) -> Set<Int> {
  var all: Set<Int> = []
  for word in words { all.insert(word.count) }  // heap: Set<Int> growth
  return all
}

@main
enum Index {
  static func main() {
    let words = ["apple", "avocado", "banana", "blueberry muffin"]
    precondition(index(words)["a"]?.count == 2)
    precondition(line(words).count == 40)
    precondition(lengths(words).count == 4)
  }
}
