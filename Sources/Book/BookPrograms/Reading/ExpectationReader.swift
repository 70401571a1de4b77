// ExpectationReader: what a snippet's own comments say that it does: `// Prints "…"`, the carets of an
// `error` block, the message of a `crash` block. Output fences are paired by BlockReader.
// Relies on: SwiftComments, so that a string that looks like a comment is none.

import BookMarkdown

/// Reads the expectations that stand in a snippet's comments.
package struct ExpectationReader {
  /// How a trap's message may begin (BLOCKS §4.1).
  package static let crashBeginnings = [
    "Fatal error:", "Assertion failed", "Precondition failed", "Fatal access conflict",
  ]

  let file: String
  let code: [Substring]
  let lines: [SourcePosition]
  let mode: BlockOptions.Mode
  var expectation = Expectation()
  var problems: [Problem] = []

  /// - Parameter lines: Where each line of `code` begins in the chapter.
  static func read(
    _ code: String, lines: [SourcePosition], mode: BlockOptions.Mode, file: String
  ) -> (Expectation, [Problem]) {
    if case .skip = mode { return (Expectation(), []) }
    if mode == .parse { return (Expectation(), []) }
    var reader = ExpectationReader(
      file: file, code: code.split(separator: "\n", omittingEmptySubsequences: false), lines: lines,
      mode: mode)
    for comment in SwiftComments.lineComments(in: code) { reader.read(comment) }
    reader.checkComplete()
    return (reader.expectation, reader.problems)
  }

  /// Reads the comments of an author who does not write for us: what cannot be taken as it stands states nothing.
  static func readForeign(
    _ code: String, lines: [SourcePosition], mode: BlockOptions.Mode, file: String
  ) -> Expectation {
    var (expectation, problems) = read(code, lines: lines, mode: mode, file: file)
    // To others `// stack: []` says what is on a stack, not where a value lives.
    expectation.placements = []
    return problems.isEmpty ? expectation : Expectation()
  }

  private mutating func read(_ comment: LineComment) {
    let text = comment.text.drop { $0 == " " || $0 == "\t" }
    if text.hasPrefix("Prints") {
      readPrints(comment, text.dropFirst("Prints".count))
    } else if text.hasPrefix("prints \"") {
      fail("output", comment, "an expected output begins with a capital: // Prints \"…\"")
    } else if text.hasPrefix("stack:") || text.hasPrefix("heap:") {
      readPlacement(comment, text)
    } else if text.first == "^" {
      readCaret(comment, text)
    } else if let beginning = Self.crashBeginnings.first(where: { text.hasPrefix($0) }) {
      readCrash(comment, String(text), beginning)
    } else if mode == .crash, text.hasPrefix("Fatal error ") {
      fail("crash", comment, "a colon follows the first two words of a trap's message", "// Fatal error: …")
    } else if mode == .error, let stated = Self.statement(text) {
      expect(stated, comment, column: nil)
    }
  }

  /// `heap: Node` at the line that it speaks of, or alone below it.
  private mutating func readPlacement(_ comment: LineComment, _ text: Substring) {
    let word = text.prefix { $0 != ":" }
    let words = Self.outsideBrackets(text.dropFirst(word.count + 1).trimmingSpaces)
    guard !words.isEmpty else {
      return fail("placement", comment, "'\(word):' names no type", "// \(word): Node")
    }
    guard let (type, reason) = Self.placement(words, isOnHeap: word == "heap") else { return }
    guard mode == .run || mode == .noRun else {
      return fail(
        "placement", comment, "where a value lives is known of code that compiles", "remove the comment")
    }
    guard let line = codeLine(above: comment) else {
      return fail("placement", comment, "no line of code stands above this comment", "put it below the line")
    }
    expectation.placements.append(
      .init(
        isOnHeap: word == "heap", type: type, reason: reason, codeLine: line,
        position: position(of: comment)))
  }

  /// `Node stored-field`, `[String: Int] growth`, `any Shape`; other words are prose: "this one is shared".
  private static func placement(_ words: [Substring], isOnHeap: Bool) -> (type: String, reason: String?)? {
    let reason = isOnHeap && words.count > 1 ? words.last.flatMap { isReason($0) ? $0 : nil } : nil
    let type = reason == nil ? words[...] : words.dropLast()
    let isExistential =
      type.count == 2 && ["any", "some"].contains(words[0]) && words[1].first?.isLowercase == false
    guard isExistential || type.count == 1 && (reason == nil || words[0].first?.isLowercase == false) else {
      return nil
    }
    return (type.joined(separator: " "), reason.map(String.init))
  }

  /// Words, where a space in brackets parts none.
  private static func outsideBrackets(_ text: Substring) -> [Substring] {
    var depth = 0
    return text.split { character in
      if "[(<".contains(character) { depth += 1 }
      if "])>".contains(character) { depth -= 1 }
      return character == " " && depth <= 0
    }
  }

  /// `returned`, `stored-field`: a word of small letters and hyphens.
  private static func isReason(_ word: Substring) -> Bool { word.allSatisfy { $0.isLowercase || $0 == "-" } }

  private mutating func readPrints(_ comment: LineComment, _ rest: Substring) {
    let text = rest.trimmingSpaces
    if text.first != "\"" {
      // Prose such as "// Prints each value" is a comment like any other; a lone number or literal is a slip.
      let isLone = !text.contains { $0 == " " } && !text.allSatisfy { $0.isLetter || $0.isPunctuation }
      if text.first == "'" || text.first == "“" || text.isEmpty || isLone {
        fail("output", comment, "the expected output stands in straight quotes", "// Prints \"…\"")
      }
      return
    }
    guard text.count >= 2, text.last == "\"" else {
      return fail("output", comment, "this quote is never closed", "// Prints \"…\"")
    }
    if mode == .error || mode == .noRun {
      return fail("output", comment, "this block is not run, so it prints nothing", "remove the comment")
    }
    var position = position(of: comment)
    position.column = column(of: text, in: comment)
    expectation.prints.append(.init(text: String(text.dropFirst().dropLast()), position: position))
  }

  /// The column in the chapter of the first character inside the quotes.
  private func column(of quoted: Substring, in comment: LineComment) -> Int {
    let line = code[comment.line]
    let before = line[..<line.index(line.endIndex, offsetBy: -quoted.count - trailingSpaces(line))]
    return lines[comment.line].column + before.utf8.count + 1
  }

  private func trailingSpaces(_ line: Substring) -> Int {
    line.reversed().prefix { $0 == " " || $0 == "\t" }.count
  }

  private mutating func readCaret(_ comment: LineComment, _ text: Substring) {
    guard mode == .error else {
      return fail(
        "error", comment, "a caret states a compile error, but the block is not marked 'error'",
        "write ```swift error")
    }
    guard let stated = Self.statement(text.dropFirst().trimmingSpaces) else {
      return fail("error", comment, "this caret states no message", "^ error: cannot convert …")
    }
    expect(stated, comment, column: comment.column + 2 + (comment.text.count - text.count))
  }

  /// `error: message`, or nil when the text is neither error, warning nor note.
  private static func statement(_ text: Substring) -> (severity: String, message: String)? {
    for severity in ["error", "warning", "note"] where text.hasPrefix(severity + ":") {
      return (severity, String(text.dropFirst(severity.count + 1).trimmingSpaces))
    }
    return nil
  }

  private mutating func expect(
    _ stated: (severity: String, message: String), _ comment: LineComment, column: Int?
  ) {
    guard let codeLine = codeLine(above: comment) else {
      return fail("error", comment, "no line of code stands above this comment", "put it below the line")
    }
    let line = code[codeLine]
    var byteColumn: Int?
    if let column {
      guard column < line.count else {
        return fail(
          "error", comment, "the caret points beyond the end of the line above", "put it below a character")
      }
      byteColumn = line.prefix(column).utf8.count + 1
    }
    expectation.diagnostics.append(
      .init(
        severity: stated.severity, message: stated.message, codeLine: codeLine, column: byteColumn,
        position: position(of: comment)))
  }

  /// The nearest line above that is no comment alone; the comment's own line when code stands before it.
  private func codeLine(above comment: LineComment) -> Int? {
    if !comment.isAlone { return comment.line }
    return (0..<comment.line).last { index in
      let text = code[index].trimmingSpaces
      return !text.isEmpty && !text.hasPrefix("//")
    }
  }

  private mutating func readCrash(_ comment: LineComment, _ text: String, _ beginning: String) {
    guard mode == .crash else {
      if mode == .error { return }
      return fail(
        "crash", comment, "'// \(beginning)' expects a crash, but the block is not marked 'crash'",
        "write ```swift crash")
    }
    guard expectation.crashMessage == nil else {
      return fail("crash", comment, "a block crashes once; this is its second message", "keep one")
    }
    expectation.crashMessage = .init(text: text.trimmingSuffixSpaces, position: position(of: comment))
  }

  private mutating func checkComplete() {
    guard mode == .error else { return }
    let states = expectation.diagnostics.contains { $0.severity == "error" }
    if !states, problems.isEmpty, let first = lines.first {
      problems.append(
        Problem(
          "error", file, first, "this block states no error",
          remedy: "put a comment below the line: // ^ error: …"))
    }
  }

  private func position(of comment: LineComment) -> SourcePosition {
    SourcePosition(
      line: lines[comment.line].line, column: lines[comment.line].column + comment.byteColumn)
  }

  private mutating func fail(
    _ rule: String, _ comment: LineComment, _ message: String, _ remedy: String? = nil
  ) {
    problems.append(Problem(rule, file, position(of: comment), message, remedy: remedy))
  }
}

extension StringProtocol {
  /// Without spaces and tabs at either end.
  var trimmingSpaces: Substring {
    var text = Substring(self)
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// Without spaces and tabs at the end.
  var trimmingSuffixSpaces: String {
    var text = Substring(self)
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
