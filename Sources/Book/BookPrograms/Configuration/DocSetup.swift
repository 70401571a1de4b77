// DocSetup: what a package says about its docs beside them (`.lesson.yml`): which files, which imports, and for files and
// blocks that cannot be edited the hidden setup, groups, reasons to skip and errors to expect.
// Relies on: Block. DocSetupReader fills it.

import BookMarkdown

/// The configuration of a package's docs.
package struct DocSetup: Hashable, Sendable {
  /// The file, as messages print it; nil when there is none.
  package var file: String?
  package var conventions = Conventions.foreign
  /// Further Markdown, as globs; `*` matches `/`, too.
  package var docs: [String] = []
  /// What is left out, as globs.
  package var exclude: [String] = []
  /// Instead of the modules that would be imported by themselves.
  package var imports: [String]?
  package var rules: [FileRule] = []

  package init() {}

  /// What is said of all files that match a glob.
  package struct FileRule: Hashable, Sendable {
    package var glob: String
    package var position: SourcePosition
    package var common = Treatment()
    package var blocks: [BlockRule] = []
  }

  /// What is said of all blocks of a file that match a glob.
  package struct BlockRule: Hashable, Sendable {
    package var glob: String
    package var position: SourcePosition
    package var treatment = Treatment()
  }

  /// What is done with a block.
  package struct Treatment: Hashable, Sendable {
    package var imports: [String]?
    package var before: Surroundings.Snippet?
    package var after: Surroundings.Snippet?
    package var group: String?
    package var mode: BlockOptions.Mode?
    /// Messages of the errors that the compiler has to give, and where they are written.
    package var errors: [Expectation.Line] = []
    /// Why a block that does not compile is the docs' fault.
    package var defect: String?
  }
}

extension DocSetup {
  /// The chapter with everything that is said of its blocks, and what is said of none.
  ///
  /// - Parameter imports: Modules that the file's reader has at hand.
  package func applied(to chapter: Chapter, imports: [String]) -> Chapter {
    var chapter = chapter
    let rules = rules.filter { Glob.matches($0.glob, chapter.file) }
    for index in chapter.blocks.indices where chapter.blocks[index].isSwift {
      chapter.blocks[index].surroundings.imports = self.imports ?? imports
      for rule in rules {
        chapter.blocks[index].take(rule.common)
        for block in rule.blocks where Glob.matches(block.glob, chapter.blocks[index].name) {
          chapter.blocks[index].take(block.treatment)
        }
      }
    }
    for rule in rules where !rule.glob.contains("*") { chapter.problems += unmet(rule, in: chapter) }
    return chapter
  }

  private func unmet(_ rule: FileRule, in chapter: Chapter) -> [Problem] {
    let names = chapter.blocks.map(\.name)
    return rule.blocks.filter { block in !names.contains { Glob.matches(block.glob, $0) } }.map { block in
      Problem(
        "setup", file ?? "", block.position,
        "no block of \(chapter.file) is called '\(block.glob)'\(Suggestion.phrase(for: block.glob, among: names))",
        remedy: "lesson check --package . --format json lists the names")
    }
  }
}

extension Block {
  fileprivate var isSwift: Bool { kind == .swift || kind == .hiddenSwift }

  fileprivate mutating func take(_ treatment: DocSetup.Treatment) {
    if let imports = treatment.imports { surroundings.imports = imports }
    if let before = treatment.before { surroundings.before.append(before) }
    if let after = treatment.after { surroundings.after.insert(after, at: 0) }
    if let group = treatment.group { options.group = group }
    guard let mode = treatment.mode else { return }
    options.mode = mode
    defect = treatment.defect
    guard mode == .error else { return }
    expectation.diagnostics = treatment.errors.map {
      .init(severity: "error", message: $0.text, codeLine: nil, column: nil, position: range.start)
    }
  }
}

/// File names with `*`.
package enum Glob {
  /// - Complexity: O(length of `glob` × length of `text`).
  package static func matches(_ glob: String, _ text: String) -> Bool {
    let pieces = glob.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return glob == text }
    guard text.count >= first.count + last.count, text.hasPrefix(first), text.hasSuffix(last) else {
      return false
    }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
