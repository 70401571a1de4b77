// Counts words in a text: splitting, a dictionary that grows, and sorted keys.

@inline(never)
func words(_ text: String) -> [Substring] {
  text.split(separator: " ")  // heap: [Substring] library-call
}

@inline(never)
func count(_ words: [Substring]) -> [String: Int] {
  var counts: [String: Int] = [:]
  for word in words {
    counts[String(word), default: 0] += 1  // heap: [String: Int] growth; heap: String library-call
  }
  return counts
}

@inline(never)
func ranking(_ counts: [String: Int]) -> [String] {
  counts.keys.sorted()  // heap: [String] library-call; heap: [Range<Int>] library-call !
}

let text = "the cat and the dog and the extraordinarily-long-tailed bird"
let counts = count(words(text))
precondition(counts["the"] == 3)
precondition(ranking(counts).first == "and")
