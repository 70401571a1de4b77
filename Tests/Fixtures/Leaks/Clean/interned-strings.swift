// A table of words in which each word is kept once; the vocabulary is small.
nonisolated(unsafe) var table: [String: Int] = [:]

func intern(_ word: String) -> Int {
  if let id = table[word] { return id }
  table[word] = table.count
  return table.count - 1
}

func leakRound() {
  for n in 0..<200 { _ = intern("a word of some length, number \(n % 30)") }
}
