// Block: one checkable thing in a chapter, as the author wrote it: a Swift snippet, a console transcript, an
// included source, a value in the prose, a figure. BookPrograms finds them; BookVerify runs them; BookSite
// shows them.
// Relies on: BookMarkdown for positions.

import BookMarkdown

/// One checkable thing in a chapter.
package struct Block: Hashable, Sendable {
  /// Unique in its chapter: the `id=` of the author, or the nearest heading's anchor and an ordinal
  /// (`layout-2`). Part of the page's permanent address `#b-NAME`.
  package var name: String
  package var kind: Kind
  package var options: BlockOptions
  /// From the opening to the closing fence, or the comment's extent.
  package var range: SourceRange
  /// The text between the fences; for a value or a claim the expression; for a figure the command.
  package var code: String
  /// Where each line of `code` begins in the chapter.
  package var lines: [SourcePosition]
  /// What the chapter says the block does.
  package var expectation: Expectation
  /// What is compiled around it and never shown: nothing in a book, which states its setup in the chapter.
  package var surroundings = Surroundings()
  /// Why it is known to be wrong, in a package whose docs cannot be mended at once.
  package var defect: String?

  package init(
    name: String, kind: Kind, options: BlockOptions, range: SourceRange, code: String,
    lines: [SourcePosition], expectation: Expectation
  ) {
    self.name = name
    self.kind = kind
    self.options = options
    self.range = range
    self.code = code
    self.lines = lines
    self.expectation = expectation
  }

  /// What a block is.
  package enum Kind: Hashable, Sendable {
    /// A visible ```` ```swift ```` fence.
    case swift
    /// `<!-- swift … -->`: compiled and run, never shown.
    case hiddenSwift
    /// A ```` ```console ```` transcript of commands.
    case console
    /// Another language's source, included by slice, whose output a measurement's record holds.
    case peer(language: String)
    /// `<!-- value EXPR -->TEXT<!-- /value -->`: a value in the prose.
    case value
    /// `<!-- verify EXPR -->`: a claim that must be true.
    case claim
    /// `<!-- measured NAME.PATH -->TEXT<!-- /measured -->`: a number out of Chapters/measured.
    case measured
    /// `<!-- figure NAME: lesson run … -->`: a picture drawn from what the command prints.
    case figure(name: String)
  }
}

/// Code around a block that stands outside of the document: imports that every reader of a package's docs supposes, and
/// the setup beside docs that cannot be edited.
package struct Surroundings: Hashable, Sendable {
  package var imports: [String] = []
  package var before: [Snippet] = []
  package var after: [Snippet] = []

  package init() {}

  package var isEmpty: Bool { self == Surroundings() }

  /// Some lines of code and where they stand.
  package struct Snippet: Hashable, Sendable {
    package var code: String
    /// As messages print it.
    package var file: String
    /// The file's line of the code's first line.
    package var line: Int
  }
}

/// The words after the language in a fence's info string (BLOCKS §1).
package struct BlockOptions: Hashable, Sendable {
  package var id: String?
  package var group: String?
  /// How far the block is taken: run, only compiled, only parsed, not at all.
  package var mode: Mode = .run
  package var isOptimized = false
  package var isUnordered = false
  /// The page offers to run it, as wasm.
  package var isLive = false
  /// `include=PATH#SLICE`
  package var include: Include?
  /// `files=PATH`: what stands in a transcript's folder when it begins, relative to the book's root.
  package var files: String?
  /// `measured=NAME`: the record in Chapters/measured that holds a peer's output.
  package var measured: String?
  /// `allocs<=N` or `allocs=N`
  package var allocations: AllocationBound?
  /// `leaks=N`: how many allocations of the block nothing reaches when it has ended.
  package var leaks: Int?
  /// Seconds, 1 to 60.
  package var timeout = 10

  package init() {}

  /// How far a block is taken.
  package enum Mode: Hashable, Sendable {
    case run
    case crash
    case error
    case noRun
    case parse
    case skip(reason: String)
  }

  /// A slice of a file, between `// snippet.NAME` and `// snippet.end`.
  package struct Include: Hashable, Sendable {
    package var path: String
    package var slice: String?

    package init(path: String, slice: String?) {
      self.path = path
      self.slice = slice
    }
  }

  /// How often a block may allocate between entry and return.
  package enum AllocationBound: Hashable, Sendable {
    case exactly(Int)
    case atMost(Int)
  }
}

/// What a chapter says that a block prints, refuses or holds.
package struct Expectation: Hashable, Sendable {
  /// `// Prints "…"` comments, in order: the lines and where their text stands.
  package var prints: [Line] = []
  /// The ```` ```output ```` block after it, or a console block's commands.
  package var output: Output?
  /// ```` ```output stderr ````
  package var standardError: Output?
  /// Caret comments of an `error` block.
  package var diagnostics: [ExpectedDiagnostic] = []
  /// `// Fatal error: …` of a `crash` block.
  package var crashMessage: Line?
  /// `// heap: TYPE`, `// stack: TYPE`.
  package var placements: [Placement] = []
  /// A console block's commands with what each prints.
  package var commands: [Command] = []
  /// The text of a value or a measured number.
  package var value: Line?

  package init() {}

  /// What the block prints on standard output, in whichever form it is stated, and where each line stands.
  package var stated: (text: String, lines: [SourcePosition]) {
    if let output { return (output.text, output.lines) }
    return (prints.map { $0.text + "\n" }.joined(), prints.map(\.position))
  }

  /// A line of expected text and where it stands.
  package struct Line: Hashable, Sendable {
    package var text: String
    package var position: SourcePosition

    package init(text: String, position: SourcePosition) {
      self.text = text
      self.position = position
    }
  }

  /// An `output` fence.
  package struct Output: Hashable, Sendable {
    package var text: String
    package var lines: [SourcePosition]
    /// From the opening to the closing fence.
    package var range: SourceRange

    package init(text: String, lines: [SourcePosition], range: SourceRange) {
      self.text = text
      self.lines = lines
      self.range = range
    }
  }

  /// A diagnostic that the compiler has to give.
  package struct ExpectedDiagnostic: Hashable, Sendable {
    package var severity: String
    package var message: String
    /// The line of code (0-based, in the block; nil when any will do) and the column (1-based UTF-8, or nil likewise).
    package var codeLine: Int?
    package var column: Int?
    /// Where the comment stands in the chapter.
    package var position: SourcePosition

    package init(severity: String, message: String, codeLine: Int?, column: Int?, position: SourcePosition) {
      self.severity = severity
      self.message = message
      self.codeLine = codeLine
      self.column = column
      self.position = position
    }
  }

  /// Where a value of a type lives.
  package struct Placement: Hashable, Sendable {
    package var isOnHeap: Bool
    package var type: String
    /// Why, by the id of a reason; nil when the comment does not say.
    package var reason: String?
    /// The line of code (0-based, in the block).
    package var codeLine: Int
    /// Where the comment stands in the chapter.
    package var position: SourcePosition

    package init(
      isOnHeap: Bool, type: String, reason: String? = nil, codeLine: Int, position: SourcePosition
    ) {
      self.isOnHeap = isOnHeap
      self.type = type
      self.reason = reason
      self.codeLine = codeLine
      self.position = position
    }
  }

  /// One command of a console transcript.
  package struct Command: Hashable, Sendable {
    package var words: [String]
    /// The command as written, continuation lines joined.
    package var text: String
    package var position: SourcePosition
    package var status: Int
    package var output: String
    /// Where each line of `output` stands.
    package var lines: [SourcePosition]

    package init(
      words: [String], text: String, position: SourcePosition, status: Int, output: String,
      lines: [SourcePosition]
    ) {
      self.words = words
      self.text = text
      self.position = position
      self.status = status
      self.output = output
      self.lines = lines
    }
  }
}
