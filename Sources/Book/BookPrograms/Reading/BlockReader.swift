// BlockReader: a document → the blocks in it, in order, and everything that is wrong with how they are written.
// It walks every container (lists, quotes, alerts), pairs output fences with the block before them, and gives
// each block its name.
// Relies on: OptionReader, ExpectationReader, ConsoleReader and EngineComment for the parts of a block.

import BookMarkdown

/// Finds the blocks of one document.
package struct BlockReader {
  /// Languages whose sources may be included from Benchmarks/peers.
  static let peerLanguages: Set<String> = ["c", "go", "java", "rust"]

  let file: String
  let commands: [String]
  let conventions: Conventions
  private let settings: ChapterSettings
  var blocks: [Block] = []
  var problems: [Problem] = []
  /// The anchor of the heading in force, and how many unnamed blocks of each sort stand under it.
  var heading = "top"
  var ordinals: [String: Int] = [:]
  /// The index in `blocks` that an output fence here would belong to.
  private var outputOwner: Int?

  /// Reads the blocks of `document`.
  ///
  /// - Parameters:
  ///   - commands: Programs that console blocks may start.
  ///   - languageMode: `-swift-version` when the chapter says nothing else.
  ///   - top: Names the blocks that stand under no heading.
  ///   - isWhole: False for a part of a chapter, whose names and groups are the whole's matter.
  package static func read(
    _ document: Document, commands: [String] = ["lesson"], conventions: Conventions = .book,
    languageMode: String = "6", top: String = "top", isWhole: Bool = true
  ) -> Chapter {
    // The front matter of a package's docs is another tool's.
    let settings = conventions.isForeign ? ChapterSettings() : ChapterSettings(document)
    var reader = BlockReader(
      file: document.file, commands: commands, conventions: conventions, settings: settings)
    reader.problems = settings.problems
    reader.heading = top
    if document.text.isEmpty {
      reader.fail(
        "chapter", .init(line: 1, column: 1), "this chapter is empty", "write it, or remove the file",
        severity: .warning)
    }
    reader.read(siblings: document.root.children)
    if isWhole {
      reader.checkNames()
      reader.checkGroups()
    }
    var chapter = Chapter(
      document: document, blocks: reader.blocks,
      problems: reader.problems.map(conventions.weighed).sorted { $0.position < $1.position })
    chapter.languageMode = reader.settings.languageMode ?? languageMode
    return chapter
  }

  /// What is wrong with the names and groups of blocks that were read in parts.
  static func problems(among blocks: [Block], file: String, conventions: Conventions) -> [Problem] {
    var reader = BlockReader(
      file: file, commands: [], conventions: conventions, settings: ChapterSettings())
    reader.blocks = blocks
    reader.checkNames()
    reader.checkGroups()
    return reader.problems.map(conventions.weighed)
  }

  private init(file: String, commands: [String], conventions: Conventions, settings: ChapterSettings) {
    self.file = file
    self.commands = commands
    self.conventions = conventions
    self.settings = settings
  }

  private mutating func read(siblings: [Node]) {
    outputOwner = nil
    for node in siblings {
      switch node.kind {
      case .heading(_, let anchor):
        // A doc comment's headings have no anchors; its blocks are called after what it documents.
        if !anchor.isEmpty {
          heading = anchor
          ordinals = [:]
        }
        outputOwner = nil
        readProse(node)
      case .codeBlock(let code):
        read(code, node)
      case .htmlBlock(let html):
        read(html: html, node)
      case .paragraph, .tableCell:
        outputOwner = nil
        readProse(node)
      default:
        outputOwner = nil
        read(siblings: node.children)
        outputOwner = nil
      }
    }
  }

  // MARK: Fences

  private mutating func read(_ code: Node.CodeBlock, _ node: Node) {
    guard let fence = code.fence else {
      if conventions.readsIndented { return readForeign(code, node, []) }
      return outputOwner = nil
    }
    let words = InfoString(code.info, at: fence.info).words
    guard fence.isClosed else {
      outputOwner = nil
      let lines = node.range.end.line - node.range.start.line
      return fail(
        "fence", node.range.start,
        "this fence is never closed; it takes all \(lines) lines to the end of what it stands in",
        "close it with \(String(repeating: fence.character, count: fence.length)) on a line of its own")
    }
    switch conventions.language(words.first?.text) {
    case "swift" where conventions.isForeign: readForeign(code, node, words.dropFirst())
    case "output" where conventions.isForeign && !canTakeOutput(words): outputOwner = nil
    case "console" where conventions.isForeign: outputOwner = nil
    case "swift": readSwift(code, node, words.dropFirst())
    case "output": readOutput(code, node, words.dropFirst())
    case "console": readConsole(code, node, words.dropFirst())
    case .some(let language) where isPeer(language, words): readPeer(code, node, language, words.dropFirst())
    default: outputOwner = nil
    }
  }

  private func isPeer(_ language: String, _ words: [InfoString.Word]) -> Bool {
    Self.peerLanguages.contains(language) && words.contains { ["include", "measured"].contains($0.key) }
  }

  private mutating func readSwift(
    _ code: Node.CodeBlock, _ node: Node, _ words: ArraySlice<InfoString.Word>
  ) {
    let (options, wrong) = OptionReader.read(words, defaults: settings.options, file: file)
    let (expectation, unclear) = ExpectationReader.read(
      code.literal, lines: code.lines, mode: options.mode, file: file)
    problems += wrong + unclear
    if options.files != nil, let fence = code.fence {
      fail("option", fence.info, "'files' is for a console block", "include=PATH shows a source")
    }
    checkSource(code)
    append(.swift, options, node.range, code.literal, code.lines, expectation)
    outputOwner = blocks.count - 1
  }

  /// A fence of an author who does not write for us.
  private mutating func readForeign(
    _ code: Node.CodeBlock, _ node: Node, _ words: ArraySlice<InfoString.Word>
  ) {
    var options = OptionReader.readKnown(words, file: file)
    let expectation = ExpectationReader.readForeign(
      code.literal, lines: code.lines, mode: options.mode, file: file)
    if options.mode == .error, expectation.diagnostics.isEmpty { options.mode = .parse }
    if options.mode == .run, expectation.prints.isEmpty { options.mode = .noRun }
    append(.swift, options, node.range, code.literal, code.lines, expectation)
    outputOwner = blocks.count - 1
  }

  /// True when an `output` fence states what the block above it prints, as a book's does.
  private mutating func canTakeOutput(_ words: [InfoString.Word]) -> Bool {
    guard let owner = outputOwner, words.count == 1, blocks[owner].expectation.stated.text.isEmpty else {
      return false
    }
    if blocks[owner].options.mode == .noRun { blocks[owner].options.mode = .run }
    return blocks[owner].options.mode == .run
  }

  private mutating func readPeer(
    _ code: Node.CodeBlock, _ node: Node, _ language: String, _ words: ArraySlice<InfoString.Word>
  ) {
    let (options, wrong) = OptionReader.read(words, file: file)
    problems += wrong
    if options.include == nil, let fence = code.fence {
      fail(
        "include", fence.info, "a peer's source is included from the tree", "include=Benchmarks/peers/…#slice"
      )
    }
    append(.peer(language: language), options, node.range, code.literal, code.lines, Expectation())
    outputOwner = blocks.count - 1
  }

  private mutating func readConsole(
    _ code: Node.CodeBlock, _ node: Node, _ words: ArraySlice<InfoString.Word>
  ) {
    outputOwner = nil
    let (options, wrong) = OptionReader.read(words, file: file)
    problems += wrong
    var expectation = Expectation()
    if case .skip = options.mode {
      append(.console, options, node.range, code.literal, code.lines, expectation)
      return
    }
    let (commands, unclear) = ConsoleReader.read(
      code.literal, lines: code.lines, allowed: self.commands, file: file, fence: node.range.start)
    problems += unclear
    expectation.commands = commands
    append(.console, options, node.range, code.literal, code.lines, expectation)
  }

  private mutating func readOutput(
    _ code: Node.CodeBlock, _ node: Node, _ words: ArraySlice<InfoString.Word>
  ) {
    guard let owner = outputOwner else {
      return fail(
        "output", node.range.start, "an output block without a block above it",
        "put it directly after the block that prints it")
    }
    let isError = words.first?.text == "stderr"
    if let extra = words.dropFirst(isError ? 1 : 0).first {
      fail("option", extra.position, "unknown option '\(extra.text)'", "an output block takes only 'stderr'")
    }
    let output = Expectation.Output(text: code.literal, lines: code.lines, range: node.range)
    let block = blocks[owner]
    switch block.options.mode {
    case .parse, .noRun, .skip, .error:
      return fail("output", node.range.start, "the block above is not run, so it prints nothing")
    case .run, .crash: break
    }
    if !block.expectation.prints.isEmpty, !isError {
      fail("output", node.range.start, "this block already states its output with // Prints", "keep one form")
    } else if (isError ? block.expectation.standardError : block.expectation.output) != nil {
      fail("output", node.range.start, "a second output block for one block", "make it one")
    } else if isError {
      blocks[owner].expectation.standardError = output
    } else {
      blocks[owner].expectation.output = output
    }
  }

  // MARK: HTML blocks

  private mutating func read(html: String, _ node: Node) {
    if EngineComment.opensSwift(html), html.firstRange(of: "-->") == nil {
      let swallowed = html.split(separator: "\n").count { $0.trimmingSpaces.hasPrefix("```") } / 2
      return fail(
        "comment", node.range.start,
        "hidden setup is never closed: it hides \(swallowed) code block\(swallowed == 1 ? "" : "s")",
        "add '-->' on a line of its own")
    }
    switch EngineComment(html) {
    case .swift(let head, let headOffset, let body, let bodyLine):
      readHidden(html, node, head: head, headOffset: headOffset, body: body, bodyLine: bodyLine)
    case .verify(let words): readClaim(words, node.range)
    case .figure(let words): readFigure(words, node)
    case .value, .measured, .end:
      fail(
        "value", node.range.start, "a value at the start of a line makes the whole line raw HTML",
        "put a word before it on the same line")
    case nil:
      if !EngineComment.isComment(html) { outputOwner = nil }
    }
  }

  private mutating func readHidden(
    _ html: String, _ node: Node, head: String, headOffset: Int, body: String, bodyLine: Int
  ) {
    if let end = html.firstRange(of: "-->"), !html[end.upperBound...].allSatisfy(\.isWhitespace) {
      fail(
        "comment", node.range.start, "'-->' ends this hidden setup before its last line",
        "write '-->' once, on a line of its own; in a string write \"--\\u{3E}\"")
    }
    var at = node.range.start
    at.column += headOffset
    let (options, wrong) = OptionReader.read(
      InfoString(head, at: at).words, defaults: settings.options, file: file)
    problems += wrong
    let count = body.split(separator: "\n", omittingEmptySubsequences: false).count
    let lines = (0..<max(count, 1)).map { offset in
      SourcePosition(line: node.range.start.line + bodyLine + offset, column: node.range.start.column)
    }
    append(.hiddenSwift, options, node.range, body + "\n", lines, Expectation())
  }

  private mutating func readFigure(_ words: String, _ node: Node) {
    let parts = words.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else {
      return fail(
        "figure", node.range.start, "a figure wants a name and a command",
        "<!-- figure memory-map: lesson run … --format json -->")
    }
    let name = String(parts[0].trimmingSpaces)
    let text = String(parts[1]).trimmingWhitespace
    var expectation = Expectation()
    let (commands, unclear) = ConsoleReader.read(
      "$ " + text, lines: [node.range.start], allowed: self.commands, file: file, fence: node.range.start)
    problems += unclear
    expectation.commands = commands
    append(.figure(name: name), BlockOptions(), node.range, text, [node.range.start], expectation)
  }

  private mutating func checkSource(_ code: Node.CodeBlock) {
    for (index, line) in code.literal.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where line.trimmingSpaces.hasPrefix("#sourceLocation") {
      fail(
        "source", code.lines[index], "#sourceLocation would hide where this block stands", "remove the line")
    }
  }

  // MARK: Bookkeeping, shared with the values in ProseReader

  mutating func append(
    _ kind: Block.Kind, _ options: BlockOptions, _ range: SourceRange, _ code: String,
    _ lines: [SourcePosition], _ expectation: Expectation
  ) {
    blocks.append(
      Block(
        name: options.id ?? name(of: kind), kind: kind, options: options, range: range, code: code,
        lines: lines, expectation: expectation))
  }

  private mutating func name(of kind: Block.Kind) -> String {
    let sort =
      switch kind {
      case .swift, .console, .peer: ""
      case .hiddenSwift: "setup-"
      case .value: "value-"
      case .claim: "claim-"
      case .measured: "measured-"
      case .figure: "figure-"
      }
    ordinals[sort, default: 0] += 1
    return "\(heading)-\(sort)\(ordinals[sort, default: 1])"
  }

  mutating func fail(
    _ rule: String, _ position: SourcePosition, _ message: String, _ remedy: String? = nil,
    severity: Problem.Severity = .error
  ) {
    problems.append(Problem(rule, file, position, message, remedy: remedy, severity: severity))
  }
}
