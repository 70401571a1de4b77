// Conventions: what may be supposed of an author. A book's author writes for the engine, so that a word that it does not
// know is a slip; the author of a package's docs has never heard of it, so that the word is the author's own affair.
// Relies on nothing.

import BookMarkdown

/// How a document's fences are taken.
package struct Conventions: Hashable, Sendable {
  /// True for docs that were not written for the engine. There a word that it does not know is ignored, and a block that
  /// states nothing is compiled and not run: in a book, stating nothing says that nothing is printed.
  package var isForeign = false
  /// Indented code is Swift, as doc comments have it since before they had fences.
  package var readsIndented = false

  package static let book = Conventions()
  package static let foreign = Conventions(isForeign: true)

  package init(isForeign: Bool = false, readsIndented: Bool = false) {
    self.isForeign = isForeign
    self.readsIndented = readsIndented
  }

  /// The fence's language as the reader knows it. Others end it with a comma: "swift, nocopy".
  func language(_ word: String?) -> String? {
    isForeign ? word.map { $0.prefix { $0 != "," }.lowercased() } : word
  }

  /// A slip in Markdown is the foreign author's to know, and no verdict; a slip in hidden setup was written for us.
  func weighed(_ problem: Problem) -> Problem {
    var problem = problem
    if isForeign, problem.severity == .error, !["comment", "value", "claim", "group"].contains(problem.rule) {
      problem.severity = .warning
    }
    return problem
  }
}
