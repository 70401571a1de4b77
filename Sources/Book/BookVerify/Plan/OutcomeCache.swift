// OutcomeCache: outcomes of earlier runs by key, one file a chapter, under the book's cache folder. It is what makes
// a check of an unchanged book quick. Losing it costs runs and nothing else; a file that cannot be read counts as
// lost. Two checks at once replace each other's files whole, so neither sees half of one.
// It also keeps what each key was made of, so that one can be told why an outcome is not known any more.
// Relies on: Foundation's JSON coders. Invariant: it holds outcomes that passed, and no others.

import Foundation
import Toolchain

/// The outcomes of one chapter.
package struct OutcomeCache {
  private let path: String?
  private var stored = Content()
  private var kept = Content()

  private struct Content: Codable, Hashable {
    var outcomes: [String: TaskOutcome] = [:]
    /// By the task's name.
    var ingredients: [String: CacheIngredients] = [:]
  }

  /// - Parameter path: The chapter's file, or nil for a cache that forgets.
  package init(path: String?) {
    self.path = path
    guard let path, let data = FileManager.default.contents(atPath: path) else { return }
    stored = (try? JSONDecoder().decode(Content.self, from: data)) ?? Content()
  }

  /// The outcome stored under these ingredients' key.
  package subscript(ingredients: CacheIngredients) -> TaskOutcome? { stored.outcomes[ingredients.key] }

  /// What the stored outcome of the named task was made of; nil when there is none.
  package func ingredients(of task: String) -> CacheIngredients? { stored.ingredients[task] }

  /// Keeps an outcome that passed, for the next check. What is not kept is forgotten.
  package mutating func keep(_ outcome: TaskOutcome, _ ingredients: CacheIngredients, of task: String) {
    kept.outcomes[ingredients.key] = outcome
    kept.ingredients[task] = ingredients
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

/// Everything on this machine that a task's outcome depends on, by what it is called when somebody asks.
package struct CacheIngredients: Codable, Hashable, Sendable {
  package let names: [String]
  package let values: [String]
  /// The hash of all of them.
  package let key: String

  package init(_ ingredients: [(name: String, value: String)]) {
    names = ingredients.map(\.name)
    values = ingredients.map(\.value)
    key = SHA256.hex(fields: names + values)
  }

  /// What these have that differs from `other`, by name, in order.
  package func differences(from other: CacheIngredients) -> [String] {
    let before = Dictionary(zip(other.names, other.values), uniquingKeysWith: { first, _ in first })
    let gone = other.names.filter { !names.contains($0) }
    return zip(names, values).filter { before[$0] != $1 }.map(\.0) + gone
  }
}
