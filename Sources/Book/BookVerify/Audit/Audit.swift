// Audit: what a passing check does not say: numbers in the prose that no run backs, blocks that nobody checks, slices that
// nobody shows, names of wildcards that hold nothing together. Each finding is a warning at its place.
// Relies on: Verifier.Result, after a check.

import BookMarkdown
import BookPrograms

/// Looks a verified book over.
package enum Audit {
  /// What there is to say, in the order of the book.
  ///
  /// - Complexity: O(text of the chapters, and of the sources that chapters include from).
  package static func findings(of result: Verifier.Result, in book: BookFolder) -> [Problem] {
    var findings: [Problem] = []
    for chapter in result.chapters {
      findings += ProseNumbers.findings(of: chapter, result.measurements)
      findings += unchecked(chapter.plan.chapter)
      findings += LoneCaptures.findings(of: chapter.plan)
    }
    return findings + UnusedSlices.findings(of: result.chapters.map(\.plan.chapter), root: book.root)
  }

  private static func unchecked(_ chapter: Chapter) -> [Problem] {
    chapter.blocks.compactMap { block in
      guard case .skip(let reason) = block.options.mode else { return nil }
      return Problem(
        "unchecked", chapter.file, block.range.start, "nobody checks this block: \(reason)",
        remedy: "make it run when its reason is gone", severity: .warning)
    }
  }
}
