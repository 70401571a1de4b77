// Difference: expected and actual lines side by side, as an author reads them: `- ` expected and not there, `+ ` there
// and not expected, two spaces for what matches.
// Source: longest common subsequence by dynamic programming (Wagner & Fischer 1974). Relies on nothing.

/// Differences between two lists of lines.
package enum Difference {
  /// Lines of a difference that are kept; the rest is counted.
  private static let longest = 40
  private static let context = 2

  /// The difference of two texts.
  ///
  /// - Parameter matches: Whether an expected line (which may hold wildcards) can be the actual one.
  /// - Complexity: O(expected × actual), for at most 400 lines each.
  package static func lines(
    _ expected: [String], _ actual: [String], matches: (String, String) -> Bool = (==)
  ) -> [String] {
    let e = Array(expected.prefix(400))
    let a = Array(actual.prefix(400))
    var lengths = [[Int]](repeating: [Int](repeating: 0, count: a.count + 1), count: e.count + 1)
    var isSame = [[Bool]](repeating: [Bool](repeating: false, count: a.count), count: e.count)
    for i in e.indices.reversed() {
      for j in a.indices.reversed() {
        isSame[i][j] = matches(e[i], a[j])
        lengths[i][j] =
          isSame[i][j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var result: [String] = []
    var (i, j) = (0, 0)
    while i < e.count || j < a.count {
      if i < e.count, j < a.count, isSame[i][j] {
        result.append("  \(a[j])")
        i += 1
        j += 1
      } else if i < e.count, j == a.count || lengths[i + 1][j] >= lengths[i][j + 1] {
        result.append("- \(e[i])")
        i += 1
      } else {
        result.append("+ \(a[j])")
        j += 1
      }
    }
    return shortened(result)
  }

  /// Only what differs, with a little around it.
  private static func shortened(_ lines: [String]) -> [String] {
    let changed = lines.indices.filter { !lines[$0].hasPrefix("  ") }
    let near = Set(changed.flatMap { ($0 - context)...($0 + context) })
    var result: [String] = []
    var isSkipping = false
    for index in lines.indices {
      if near.contains(index) {
        result.append(lines[index])
        isSkipping = false
      } else if !isSkipping {
        result.append("  …")
        isSkipping = true
      }
    }
    guard result.count > longest else { return result }
    return result.prefix(longest) + ["  … and \(result.count - longest) more lines"]
  }
}
