// Progress: what a workbook remembers of its exercises. Relies on nothing; Workbook reads and writes it.

extension Workbook {
  /// What was solved, and which hints were shown.
  package struct Progress: Codable, Hashable, Sendable {
    /// The schema's number that this code writes.
    package static let current = 1

    package var format = current
    /// By the exercise's number: `1.2`.
    package var exercises: [String: Entry] = [:]

    package init() {}

    /// What is known of one exercise.
    package struct Entry: Codable, Hashable, Sendable {
      /// Hints shown so far.
      package var hints: Int?
      /// The hash of the solution and of the check that it passed.
      package var solved: String?

      package init() {}
    }
  }
}
