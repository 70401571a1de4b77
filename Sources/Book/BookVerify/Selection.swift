// Selection: which blocks a command is about. `01`, `01-stack-heap`, a path, `FILE:LINE`, `01#layout` or a block's own
// name; several are taken together, none means all.
// Relies on: Chapter.

import BookMarkdown
import BookPrograms
import Foundation

/// Blocks chosen by patterns.
package struct Selection: Sendable {
  private let patterns: [String]
  /// Chapters to which the patterns are confined, or nil for all.
  private let files: Set<String>?

  /// - Parameter files: The only chapters to take from, or nil for all.
  package init(_ patterns: [String], in files: Set<String>? = nil) {
    self.patterns = patterns
    self.files = files
  }

  /// True when every block of the chapter is taken.
  package func takesAll(of chapter: Chapter) -> Bool {
    patterns.isEmpty && files?.contains(chapter.file) ?? true
  }

  /// True when some pattern takes the block.
  package func takes(_ block: Block, of chapter: Chapter) -> Bool {
    guard files?.contains(chapter.file) ?? true else { return false }
    return patterns.isEmpty || patterns.contains { takes($0, block, chapter) }
  }

  /// Patterns that take nothing in `chapters`, each as a problem.
  package func unused(in chapters: [Chapter]) -> [Problem] {
    patterns.filter { pattern in
      !chapters.contains { chapter in
        isChapter(pattern, chapter) || chapter.blocks.contains { takes(pattern, $0, chapter) }
      }
    }.map { pattern in
      let names = chapters.flatMap { $0.blocks.compactMap(\.options.id) + [Self.slug($0)] }
      return Problem(
        "pattern", pattern, .init(line: 1, column: 1),
        "nothing is called '\(pattern)'\(Suggestion.phrase(for: pattern, among: names))",
        remedy: "name a chapter (01, 01-stack-heap), a place (FILE.md:42) or a block (01#layout, layout)",
        severity: .engine)
    }
  }

  private func takes(_ pattern: String, _ block: Block, _ chapter: Chapter) -> Bool {
    if isChapter(pattern, chapter) || pattern == block.name { return true }
    if let at = pattern.lastIndex(of: "#") {
      return isChapter(String(pattern[..<at]), chapter) && pattern[pattern.index(after: at)...] == block.name
    }
    guard let at = pattern.lastIndex(of: ":"), let line = Int(pattern[pattern.index(after: at)...]),
      isChapter(String(pattern[..<at]), chapter)
    else { return false }
    let end = block.expectation.output?.range.end.line ?? block.range.end.line
    return (block.range.start.line...max(end, block.range.end.line)).contains(line)
  }

  private func isChapter(_ pattern: String, _ chapter: Chapter) -> Bool {
    let name = URL(fileURLWithPath: chapter.file).lastPathComponent
    let slug = Self.slug(chapter)
    return [chapter.file, name, slug, String(slug.prefix { $0 != "-" })].contains(pattern)
      || chapter.file.hasSuffix("/" + pattern) || pattern.hasSuffix("/" + chapter.file)
  }

  private static func slug(_ chapter: Chapter) -> String {
    let name = URL(fileURLWithPath: chapter.file).lastPathComponent
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }
}
