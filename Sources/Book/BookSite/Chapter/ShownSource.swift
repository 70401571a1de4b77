// ShownSource: a snippet as the page shows it. What its comments tell the engine is replaced by what a run
// showed: a `// Prints "…"` has the line that was printed, and comments that state an error or a crash go,
// because the compiler's own words and the process's own end stand below.
// Relies on: Block, Lock.

import BookPrograms
import BookVerify

/// Source for a reader.
struct ShownSource: Hashable {
  /// Without a newline at its end.
  var text: String
  /// True when the source's comments show all that was printed, so that it need not be said twice.
  var showsOutput: Bool
  /// For each line of the block's code the line shown, both 1-based; nil for one that is gone.
  var lineNumbers: [Int?]

  init(_ block: Block, _ entry: Lock.Entry?) {
    var lines = block.code.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    showsOutput = Self.fillPrints(&lines, block, entry)
    let stated =
      block.expectation.diagnostics.map(\.position)
      + (block.expectation.crashMessage.map { [$0.position] } ?? [])
    var kept: [Bool] = lines.map { _ in true }
    for position in stated {
      guard let index = block.lines.firstIndex(where: { $0.line == position.line }), index < lines.count
      else {
        continue
      }
      let column = min(max(position.column - block.lines[index].column, 0), lines[index].count)
      lines[index].removeSubrange(column...)
      while lines[index].last?.isSpace == true { lines[index].removeLast() }
      kept[index] = !lines[index].isEmpty
    }
    var count = 0
    lineNumbers = kept.map { isKept in
      if isKept { count += 1 }
      return isKept ? count : nil
    }
    text = zip(lines, kept).filter(\.1).map { String(decoding: $0.0, as: UTF8.self) }.joined(separator: "\n")
  }

  /// Puts what was printed into the `// Prints` comments, when there is one for each line of it.
  private static func fillPrints(_ lines: inout [[UInt8]], _ block: Block, _ entry: Lock.Entry?) -> Bool {
    let prints = block.expectation.prints
    guard !prints.isEmpty, !block.options.isUnordered, let output = entry?.stdout else { return false }
    var printed = output.split(separator: "\n", omittingEmptySubsequences: false)
    if printed.last?.isEmpty == true { printed.removeLast() }
    guard printed.count == prints.count else { return false }
    for (line, actual) in zip(prints, printed) where line.text != actual {
      guard let index = block.lines.firstIndex(where: { $0.line == line.position.line }), index < lines.count
      else { return false }
      let start = line.position.column - block.lines[index].column
      let end = start + line.text.utf8.count
      guard start >= 0, end <= lines[index].count else { return false }
      lines[index].replaceSubrange(start..<end, with: actual.utf8)
    }
    return true
  }
}
