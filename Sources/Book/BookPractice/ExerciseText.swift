// ExerciseText: an exercise's Swift file in its two halves, parted by the line that begins with `// check:`. The same for
// the author's file, for its solution and for a reader's copy.
// Relies on: SourceLines for the places.

import BookMarkdown

/// The two halves of a file.
package struct ExerciseText: Hashable, Sendable {
  /// The line that parts them, as a reader gets it; its beginning is what counts.
  package static let mark = markBeginning + " leave what stands below as it is"
  package static let markBeginning = "// check:"

  /// Where the file stands, as messages name it.
  package var file: String
  /// What the reader changes.
  package var own: Half
  /// What stands below the mark.
  package var check: Half

  /// Lines of a file.
  package struct Half: Hashable, Sendable {
    /// With a line end after each line.
    package var code: String
    /// Where each line begins; one even of an empty half.
    package var lines: [SourcePosition]

    /// The half that begins in line `first` (1-based).
    package init(_ texts: ArraySlice<String>, from first: Int) {
      code = texts.map { $0 + "\n" }.joined()
      lines = (first...(first + max(texts.count - 1, 0))).map { .init(line: $0, column: 1) }
    }
  }

  /// Splits a text.
  ///
  /// - Parameter first: The line (1-based) in which the reader's half begins.
  /// - Throws: A `Problem` when the mark is missing or stands there twice.
  package init(_ text: String, from first: Int = 1, file: String, remedy: String) throws(Problem) {
    let lines = SourceLines(text).lines.map(\.text)
    let marks = lines.indices.filter { lines[$0].hasPrefix(Self.markBeginning) }
    guard let mark = marks.first else {
      throw Problem(
        "exercise", file, .init(line: max(lines.count, 1), column: 1),
        "the line '\(Self.markBeginning)' is missing, which parts what is solved from what checks it",
        remedy: remedy)
    }
    if marks.count > 1 {
      throw Problem(
        "exercise", file, .init(line: marks[1] + 1, column: 1),
        "the line '\(Self.markBeginning)' stands here twice",
        remedy: "keep the first, in line \(mark + 1)")
    }
    self.file = file
    let start = min(max(first - 1, 0), mark)
    own = Half(lines[start..<mark], from: start + 1)
    check = Half(lines[(mark + 1)...], from: mark + 2)
  }
}
