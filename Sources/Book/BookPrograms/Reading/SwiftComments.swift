// SwiftComments: the line comments of a snippet, found without being fooled by strings. Expectations
// (`// Prints "…"`, carets, `// Fatal error: …`) are comments, so this is where they are read from; and an exercise may
// forbid words in what is neither.
// Relies on nothing. It is no Swift lexer: it knows strings (plain, multi-line, raw), nested block comments
// and line comments, and takes the rest as code.

/// A `//` comment in a snippet.
struct LineComment: Hashable {
  /// 0-based line in the snippet.
  var line: Int
  /// 0-based column of the first `/`, in characters, and in UTF-8 bytes.
  var column: Int
  var byteColumn: Int
  /// What stands after `//`.
  var text: String
  /// True when nothing but spaces stands before it.
  var isAlone: Bool
}

/// A word of a snippet's code: a keyword, a name or a number.
package struct CodeWord: Hashable, Sendable {
  package var text: Substring
  /// 0-based line in the snippet.
  package var line: Int
  /// 0-based, in UTF-8 bytes.
  package var byteColumn: Int
}

/// Finds comments, and what is none.
package enum SwiftComments {
  /// Every word of `code` outside comments and strings, in order. What a string interpolates belongs to the string.
  ///
  /// - Complexity: O(length of `code`).
  package static func words(in code: String) -> [CodeWord] {
    var scanner = Scanner()
    var words: [CodeWord] = []
    for (number, line) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let characters = Array(line)
      _ = scanner.scan(line: characters)
      let isCode = Set(scanner.codeColumns)
      var start: Int?
      for column in 0...characters.count {
        let isPart =
          column < characters.count && isCode.contains(column)
          && (characters[column].isLetter || characters[column].isNumber || characters[column] == "_")
        if isPart {
          start = start ?? column
        } else if let first = start {
          let before = String(characters[..<first]).utf8.count
          words.append(
            CodeWord(text: Substring(characters[first..<column]), line: number, byteColumn: before))
          start = nil
        }
      }
    }
    return words
  }

  /// Every `//` comment of `code`, in order.
  ///
  /// - Complexity: O(length of `code`).
  static func lineComments(in code: String) -> [LineComment] {
    guard code.firstRange(of: "//") != nil else { return [] }
    var scanner = Scanner()
    return code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      scanner.scan(line: Array(line)).map { column in
        let characters = Array(line)
        return LineComment(
          line: index, column: column, byteColumn: String(characters[..<column]).utf8.count,
          text: String(characters[(column + 2)...]),
          isAlone: characters[..<column].allSatisfy(\.isWhitespace))
      }
    }
  }

  /// The state that runs over line ends: a block comment's depth, or an open multi-line string.
  struct Scanner {
    var commentDepth = 0
    /// The `#` count of an open `"""` string.
    var multilineHashes: Int?
    /// True where a line begins as code: in neither a block comment nor a string.
    var isInCode: Bool { commentDepth == 0 && multilineHashes == nil }
    /// Columns of the last line that were neither comment nor string.
    var codeColumns: [Int] = []

    /// The column at which a line comment begins on this line, or nil.
    mutating func scan(line: [Character]) -> Int? {
      codeColumns.removeAll(keepingCapacity: true)
      var at = 0
      while at < line.count {
        if commentDepth > 0 {
          at = skipBlockComment(line, at)
        } else if let hashes = multilineHashes {
          at = skipMultiline(line, at, hashes)
        } else if line[at] == "/", at + 1 < line.count, line[at + 1] == "/" {
          return at
        } else if line[at] == "/", at + 1 < line.count, line[at + 1] == "*" {
          commentDepth = 1
          at += 2
        } else if line[at] == "\"" || (line[at] == "#" && isRawString(line, at)) {
          at = skipString(line, at)
        } else {
          codeColumns.append(at)
          at += 1
        }
      }
      return nil
    }

    private mutating func skipBlockComment(_ line: [Character], _ at: Int) -> Int {
      guard at + 1 < line.count else { return at + 1 }
      if line[at] == "*", line[at + 1] == "/" {
        commentDepth -= 1
        return at + 2
      }
      if line[at] == "/", line[at + 1] == "*" {
        commentDepth += 1
        return at + 2
      }
      return at + 1
    }

    private mutating func skipMultiline(_ line: [Character], _ at: Int, _ hashes: Int) -> Int {
      if hashes == 0, line[at] == "\\" { return at + 2 }
      let end = Array("\"\"\"" + String(repeating: "#", count: hashes))
      guard line[at...].starts(with: end) else { return at + 1 }
      multilineHashes = nil
      return at + end.count
    }

    private func isRawString(_ line: [Character], _ at: Int) -> Bool {
      let rest = line[at...].drop { $0 == "#" }
      return rest.first == "\""
    }

    private mutating func skipString(_ line: [Character], _ start: Int) -> Int {
      var at = start
      while line[at] == "#" { at += 1 }
      let hashes = at - start
      if line[at...].starts(with: ["\"", "\"", "\""]) {
        multilineHashes = hashes
        return at + 3
      }
      at += 1
      let end = ["\""] + Array(repeating: Character("#"), count: hashes)
      while at < line.count {
        if hashes == 0, line[at] == "\\" {
          at += 2
        } else if line[at...].starts(with: end) {
          return at + end.count
        } else {
          at += 1
        }
      }
      return at
    }
  }
}
