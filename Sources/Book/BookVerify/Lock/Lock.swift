// Lock: the committed record of what a chapter's blocks did (Chapters/verified/en/NN-slug.json). Pages are
// made from it alone, so that a site is the same on every machine. It holds nothing that differs between two
// machines with one toolchain: no time, no path, no duration.
// Relies on: Foundation's JSON coders with sorted keys.

import Foundation

/// What a chapter's blocks did when `accept` last ran them.
public struct Lock: Codable, Hashable, Sendable {
  /// The schema; a reader refuses another.
  public static let currentFormat = 1

  public var format: Int
  /// `swift-6.3.1-RELEASE x86_64-unknown-linux-gnu`
  public var toolchain: String
  /// By block name.
  public var blocks: [String: Entry]

  public init(toolchain: String, blocks: [String: Entry] = [:]) {
    self.format = Self.currentFormat
    self.toolchain = toolchain
    self.blocks = blocks
  }

  /// What one block did.
  public struct Entry: Codable, Hashable, Sendable {
    /// SHA-256 over the program's text, what the chapter expects, and the options.
    public var key: String
    public var outcome: Ending
    /// What the block itself printed (its own part, for a member of a group).
    public var stdout: String?
    public var stderr: String?
    /// The compiler's diagnostics of an `error` block, as matched.
    public var diagnostics: [Diagnostic]?
    /// A value's text.
    public var value: String?
    /// A console block: what each command printed and its status.
    public var commands: [Command]?
    /// A figure's JSON, exactly as the command printed it.
    public var figure: String?
    /// Heap allocations between entry and return, where asked for.
    public var allocations: Int?

    public init(key: String, outcome: Ending) {
      self.key = key
      self.outcome = outcome
    }
  }

  /// How a block's process ended, or that it was only compiled.
  public enum Ending: Codable, Hashable, Sendable {
    case exit(status: Int)
    /// `SIGILL` and so on, by name.
    case signal(name: String)
    case compiled
    case refused
  }

  /// A diagnostic in the chapter's own coordinates: 1-based line of the block's code, 1-based column.
  public struct Diagnostic: Codable, Hashable, Sendable {
    public var severity: String
    public var message: String
    /// The compiler's stable name, such as `cannot_convert_initializer_value`.
    public var name: String
    public var line: Int
    public var column: Int

    public init(severity: String, message: String, name: String, line: Int, column: Int) {
      self.severity = severity
      self.message = message
      self.name = name
      self.line = line
      self.column = column
    }
  }

  /// One command of a console block.
  public struct Command: Codable, Hashable, Sendable {
    public var status: Int
    public var output: String

    public init(status: Int, output: String) {
      self.status = status
      self.output = output
    }
  }
}
