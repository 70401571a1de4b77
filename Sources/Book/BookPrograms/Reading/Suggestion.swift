// Suggestion: the nearest known word to one that nobody knows, for "did you mean".
// Relies on nothing.

/// Finds the word that an author probably meant.
package enum Suggestion {
  /// The candidate nearest to `word`, when it is near enough to be a slip: at most two edits, and fewer
  /// than half of the word's letters.
  ///
  /// - Complexity: O(candidates × word²).
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = min(2, max(1, word.count / 2))
    return
      candidates
      .map { (candidate: $0, edits: distance(word, $0)) }
      .filter { $0.edits <= limit }
      .min { ($0.edits, $0.candidate) < ($1.edits, $1.candidate) }?
      .candidate
  }

  /// `; did you mean 'crash'?`, or nothing.
  package static func phrase(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The number of insertions, deletions, replacements and swaps of neighbors that lead from `a` to `b`
  /// (optimal string alignment: Damerau 1964).
  package static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
