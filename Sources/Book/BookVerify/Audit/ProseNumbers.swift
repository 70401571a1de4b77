// ProseNumbers: the numbers that a chapter's prose states in its own words. One is backed when a run of this chapter or a
// measurement shows it, or the code beside it says it; the rest were typed by hand and nobody would notice a mistake.
// Relies on: the document's inline nodes; what the lock would hold; the measurements that the chapter names.

import BookMarkdown
import BookPrograms

/// Finds numbers without evidence.
enum ProseNumbers {
  static func findings(of verified: Verifier.VerifiedChapter, _ measurements: [String: Measurement])
    -> [Problem]
  {
    let chapter = verified.plan.chapter
    let backed = evidence(of: verified, measurements)
    var findings: [Problem] = []
    for (word, position) in words(of: chapter) {
      for (number, offset) in numbers(in: word) where !isPlain(number) && !backed.contains(normal(number)) {
        var place = position
        place.column += offset
        findings.append(
          Problem(
            "number", chapter.file, place, "nothing backs the number \(number)",
            remedy:
              "let a run say it: <!-- value EXPR -->\(number)<!-- /value -->, or <!-- measured NAME.PATH -->",
            severity: .warning))
      }
    }
    return findings
  }

  /// Counting is language, not measurement: whole numbers up to twelve need no evidence.
  private static func isPlain(_ number: String) -> Bool { Int(number).map { $0 <= 12 } ?? false }

  /// `1,000` and `1_000` are the number 1000.
  private static func normal(_ number: String) -> String { number.filter { $0 != "," && $0 != "_" } }

  // MARK: What is stated

  /// The text of paragraphs and cells outside of values, code and links' targets. Headings only name things, and a
  /// footnote is where a source is cited.
  private static func words(of chapter: Chapter) -> [(String, SourcePosition)] {
    let checked = chapter.blocks.filter { $0.kind == .value || $0.kind == .measured }.map(\.range)
    var result: [(String, SourcePosition)] = []
    func visit(_ node: Node) {
      switch node.kind {
      case .heading, .codeBlock, .code, .footnoteDefinition: return
      case .text(let text):
        let start = node.range.start
        if !checked.contains(where: { $0.start <= start && start <= $0.end }) { result.append((text, start)) }
      default: for child in node.children { visit(child) }
      }
    }
    visit(chapter.document.root)
    return result
  }

  /// Numbers that state an amount, each with its offset in bytes: not the 3 of `x3`, not the parts of a name (Swift 6.2,
  /// Exercise 1.1, SE-0453) or a date in parentheses.
  static func numbers(in text: String, includingNames: Bool = false) -> [(String, Int)] {
    var result: [(String, Int)] = []
    let characters = Array(text)
    var at = 0
    var offset = 0
    while at < characters.count {
      guard characters[at].isASCIIDigit, !continuesWord(characters, at) else {
        offset += characters[at].utf8.count
        at += 1
        continue
      }
      var end = at
      while end < characters.count, characters[end].isASCIIDigit || isSeparator(characters, end) { end += 1 }
      let number = String(characters[at..<end])
      if includingNames || !isName(characters, at, end) { result.append((number, offset)) }
      offset += number.utf8.count
      at = end
    }
    return result
  }

  private static func continuesWord(_ characters: [Character], _ at: Int) -> Bool {
    guard at > 0 else { return false }
    return characters[at - 1].isLetter || characters[at - 1] == "_" || characters[at - 1].isNumber
  }

  /// What a number only points at.
  private static let references: Set<String> = [
    "chapter", "chapters", "exercise", "exercises", "figure", "line", "lines", "page", "pages", "part",
    "section",
    "sections", "step", "table",
  ]

  private static func isName(_ characters: [Character], _ start: Int, _ end: Int) -> Bool {
    guard start > 1 else { return false }
    if characters[start - 1] == "-", characters[start - 2].isLetter { return true }
    if characters[start - 1] == "(", end < characters.count, characters[end] == ")", end - start == 4 {
      return true
    }
    guard characters[start - 1] == " " else { return false }
    let before = characters[..<(start - 1)]
    let word = String(before.reversed().prefix { $0.isLetter }.reversed())
    if references.contains(word.lowercased()) { return true }
    // `Swift 6.2`: a capital that does not come from the beginning of a sentence.
    let isFirst = before.dropLast(word.count).last { $0 != " " }.map { ".?!:".contains($0) } ?? true
    return !isFirst && word.first?.isUppercase ?? false
  }

  /// True for a point, comma or underscore between two digits.
  private static func isSeparator(_ characters: [Character], _ at: Int) -> Bool {
    [".", ",", "_"].contains(characters[at]) && at + 1 < characters.count && characters[at + 1].isASCIIDigit
  }

  // MARK: What backs it

  private static func evidence(
    of verified: Verifier.VerifiedChapter, _ measurements: [String: Measurement]
  ) -> Set<String> {
    var texts = verified.plan.codes
    for entry in verified.entries.values {
      texts += [entry.stdout, entry.stderr, entry.value].compactMap(\.self)
    }
    var names: Set<String> = []
    for block in verified.plan.chapter.blocks {
      texts.append(block.expectation.stated.text)
      texts += block.expectation.commands.map(\.output)
      if let value = block.expectation.value { texts.append(value.text) }
      names.formUnion(
        [block.options.measured, block.kind == .measured ? block.code : nil].compactMap(\.self))
    }
    for (name, measurement) in measurements
    where names.contains(where: { $0 == name || $0.hasPrefix(name + ".") }) {
      texts += [measurement.version, measurement.output].compactMap(\.self)
      texts += (measurement.values ?? [:]).values.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
    }
    return Set(texts.flatMap { numbers(in: $0, includingNames: true).map { normal($0.0) } })
  }
}
