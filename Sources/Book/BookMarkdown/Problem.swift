// Problem: everything that the book's pipeline has to complain about, in one shape: where, what, and what
// to do. Every stage throws or collects it; the reports (terminal, JSON) only render it.

/// One complaint, at a place in a file of the book.
package struct Problem: Error, Hashable, Sendable {
  /// What kind of complaint; the word in brackets at the end of its first line.
  package var rule: String
  /// The file, relative to the book's root.
  package var file: String
  package var position: SourcePosition
  /// One sentence without a full stop.
  package var message: String
  /// Lines under the message, already laid out: a diff, what was printed until then.
  package var detail: [String]
  /// What the author can do about it.
  package var remedy: String?
  package var severity: Severity

  /// How much a complaint weighs: a warning never fails a check; an engine problem means that the engine
  /// could not do its work, and is never a verdict about a block.
  package enum Severity: String, Hashable, Sendable, Codable { case warning, error, engine }

  package init(
    _ rule: String, _ file: String, _ position: SourcePosition, _ message: String, detail: [String] = [],
    remedy: String? = nil, severity: Severity = .error
  ) {
    self.rule = rule
    self.file = file
    self.position = position
    self.message = message
    self.detail = detail
    self.remedy = remedy
    self.severity = severity
  }
}
