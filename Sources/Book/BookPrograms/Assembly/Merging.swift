// Merging: a program that is only compiled, as one function among many, so that one call of the compiler settles them
// all; starting a compiler costs several times what a small block costs. A function's body is not file scope, so only
// programs for which the difference cannot turn an error into silence are merged; an error that only the merging makes
// is no harm, for a program that fails among others is compiled again alone.
// Source: rustdoc merges doctests since the 2024 edition; there each is a module, which Swift does not have.

import BookMarkdown

/// A compile-only program in the form in which many stand in one compilation.
package struct MergedSource: Hashable, Sendable {
  /// What the file imports.
  package var imports: Set<String>
  /// The program's text without its imports, its lines where they were.
  package var body: String
  package var file: String
  package var line: Int

  /// Nil for a program that has to be compiled alone.
  package init?(_ program: Program) {
    guard program.mode == .noRun || program.mode == .parse, program.parts.count == 1, !program.isOptimized,
      let part = program.parts.first, !part.isExpression, part.before.isEmpty, part.after.isEmpty
    else { return nil }
    var scan = MergeScan()
    let comments = Dictionary(
      grouping: SwiftComments.lineComments(in: part.code), by: \.line
    ).compactMapValues(\.first)
    var lines: [Substring] = []
    for (index, line) in part.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let code = comments[index].map { line.prefix($0.column) } ?? line
      lines.append(scan.take(code) ? "" : line)
    }
    guard scan.canMerge else { return nil }
    imports = scan.imports.union(program.imports)
    body = lines.joined(separator: "\n")
    file = program.file
    self.line = part.line
  }

  /// The text for the compiler.
  ///
  /// - Parameter index: Distinguishes it from the others of the compilation.
  package func text(_ index: Int) -> String {
    let head = imports.sorted().map { "import \($0)\n" }.joined()
    return """
      \(head)func lesson_merged_\(index)() throws {
      #sourceLocation(file: "\(file)", line: \(line))
      \(body)
      #sourceLocation()
      }

      """
  }
}

/// Reads a program's lines and looks for what would mean something else in a function.
private struct MergeScan {
  private(set) var imports: Set<String> = []
  private var depth = 0
  private var isRefused = false
  /// What stands outside of all braces.
  private var hasVariable = false
  private var hasFunction = false
  private var hasStatement = false
  private var hasReturn = false

  /// Words after which file scope and a function differ in what they accept: declarations that only a file may hold, and
  /// the rules of isolation and ownership, which treat a global and a local variable differently.
  private static let refused: Set<Substring> = [
    "import", "extension", "operator", "precedencegroup", "macro", "await", "async", "actor", "Task",
    "sending",
    "Sendable", "isolated", "nonisolated", "MainActor", "globalActor", "concurrent", "consume", "consuming",
    "borrowing", "discard", "Copyable", "Escapable", "unsafe", "Thread", "lesson_main", "sourceLocation",
    "main",
  ]
  private static let statements: Set<Substring> = [
    "if", "guard", "for", "while", "repeat", "do", "switch", "defer", "return",
  ]

  var canMerge: Bool {
    if isRefused || depth != 0 { return false }
    // A function sees a global variable from outside of the main actor, a local one from inside of its owner.
    if hasVariable, hasFunction { return false }
    // At file scope nothing returns; in a function everything may.
    return !(hasReturn && hasStatement)
  }

  /// Takes a line; true when it is an import, which goes to the head of the file.
  mutating func take(_ line: Substring) -> Bool {
    if depth == 0, let module = Self.module(line) {
      imports.insert(module)
      return true
    }
    var at = line.startIndex
    while at < line.endIndex {
      let character = line[at]
      if character.isLetter || character == "_" {
        let word = line[at...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        take(word: word)
        at = word.endIndex
        continue
      }
      switch character {
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth < 0 { isRefused = true }
      // A wrapped global variable is refused, a wrapped local one is not; other attributes may differ as well.
      case "@" where depth == 0: isRefused = true
      default: break
      }
      at = line.index(after: at)
    }
    return false
  }

  private mutating func take(word: Substring) {
    if Self.refused.contains(word) || word.hasPrefix("Dispatch") { isRefused = true }
    if word == "return" { hasReturn = true }
    guard depth == 0 else { return }
    // A global is lazy already, and the compiler refuses to hear it twice.
    if word == "lazy" { isRefused = true }
    if word == "var" || word == "let" { hasVariable = true }
    if word == "func" || word == "subscript" { hasFunction = true }
    if Self.statements.contains(word) { hasStatement = true }
  }

  /// `import Foundation` → `Foundation`; nil for any other line, an import of another form among them.
  private static func module(_ line: Substring) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "import",
      words[1].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    return String(words[1])
  }
}
