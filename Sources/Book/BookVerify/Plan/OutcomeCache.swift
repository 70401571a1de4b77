// OutcomeCache: outcomes of earlier runs by key, one file a chapter, under the book's cache folder. It is what makes
// a check of an unchanged book quick. Losing it costs runs and nothing else; a file that cannot be read counts as
// lost. Two checks at once replace each other's files whole, so neither sees half of one.
// Relies on: Foundation's JSON coders. Invariant: it holds outcomes that passed, and no others.

import Foundation

/// The outcomes of one chapter.
package struct OutcomeCache {
  private let path: String?
  private var stored: [String: TaskOutcome] = [:]
  private var kept: [String: TaskOutcome] = [:]

  /// - Parameter path: The chapter's file, or nil for a cache that forgets.
  package init(path: String?) {
    self.path = path
    guard let path, let data = FileManager.default.contents(atPath: path) else { return }
    stored = (try? JSONDecoder().decode([String: TaskOutcome].self, from: data)) ?? [:]
  }

  /// The outcome stored under `key`.
  package subscript(key: String) -> TaskOutcome? { stored[key] }

  /// Keeps an outcome that passed, for the next check. What is not kept is forgotten.
  package mutating func keep(_ outcome: TaskOutcome, for key: String) {
    kept[key] = outcome
  }

  /// Writes what was kept, when it differs from what was read.
  package func save() {
    guard let path, kept != stored else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(kept) else { return }
    let url = URL(fileURLWithPath: path)
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: url, options: .atomic)
  }
}
