// Lock: the committed record of what a chapter's blocks did (Chapters/verified/en/NN-slug.json). Pages are
// made from it alone, so that a site is the same on every machine. It holds nothing that differs between two
// machines with one toolchain: no time, no path, no duration.
// Relies on: Foundation's JSON coders with sorted keys.

import Foundation

/// What a chapter's blocks did when `accept` last ran them.
package struct Lock: Codable, Hashable, Sendable {
  /// The schema; a reader refuses another.
  package static let currentFormat = 1

  package var format: Int
  /// `swift-6.3.1-RELEASE x86_64-unknown-linux-gnu`
  package var toolchain: String
  /// By block name.
  package var blocks: [String: Entry]

  package init(toolchain: String, blocks: [String: Entry] = [:]) {
    self.format = Self.currentFormat
    self.toolchain = toolchain
    self.blocks = blocks
  }

  /// What one block did.
  package struct Entry: Codable, Hashable, Sendable {
    /// SHA-256 over the program's text, what the chapter expects, and the options.
    package var key: String
    package var outcome: Ending
    /// What the block itself printed (its own part, for a member of a group).
    package var stdout: String?
    package var stderr: String?
    /// The compiler's diagnostics of an `error` block, as matched.
    package var diagnostics: [Diagnostic]?
    /// A value's text.
    package var value: String?
    /// A console block: what each command printed and its status.
    package var commands: [Command]?
    /// A figure's JSON, exactly as the command printed it.
    package var figure: String?
    /// Heap allocations between entry and return, where asked for.
    package var allocations: Int?
    /// Allocations that nothing reached at the end, where asked for.
    package var leaks: Int?

    package init(key: String, outcome: Ending) {
      self.key = key
      self.outcome = outcome
    }
  }

  /// How a block's process ended, or that it was only compiled.
  package enum Ending: Codable, Hashable, Sendable {
    case exit(status: Int)
    /// `SIGILL` and so on, by name.
    case signal(name: String)
    case compiled
    case refused
  }

  /// A diagnostic in the chapter's own coordinates: 1-based line of the block's code, 1-based column.
  package struct Diagnostic: Codable, Hashable, Sendable {
    package var severity: String
    package var message: String
    /// The compiler's stable name, such as `cannot_convert_initializer_value`.
    package var name: String
    package var line: Int
    package var column: Int

    package init(severity: String, message: String, name: String, line: Int, column: Int) {
      self.severity = severity
      self.message = message
      self.name = name
      self.line = line
      self.column = column
    }
  }

  /// One command of a console block.
  package struct Command: Codable, Hashable, Sendable {
    package var status: Int
    package var output: String

    package init(status: Int, output: String) {
      self.status = status
      self.output = output
    }
  }
}
