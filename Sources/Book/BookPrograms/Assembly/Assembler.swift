// Assembler: the blocks of a chapter → the programs that check them. Groups become one program; an `error`
// block builds on what its group declared before it and is a program of its own; values and claims join
// their group, or one program a chapter when they have none.
// Relies on: a chapter without errors; Slice for included sources, whose text is the tree's, not the chapter's.

import BookMarkdown

/// Assembles the programs of one chapter.
package struct Assembler {
  private let chapter: Chapter
  /// The code of each block: its own text, or the slice it includes.
  private let codes: [String]
  private var programs: [Program] = []
  private var groupAt: [String: Int] = [:]
  private var proseAt: Int?

  /// - Parameter codes: By block: the text to compile.
  package static func programs(of chapter: Chapter, codes: [String]) -> [Program] {
    var assembler = Assembler(chapter: chapter, codes: codes)
    for index in chapter.blocks.indices { assembler.add(index) }
    return assembler.programs
  }

  private init(chapter: Chapter, codes: [String]) {
    self.chapter = chapter
    self.codes = codes
  }

  private mutating func add(_ index: Int) {
    let block = chapter.blocks[index]
    if case .skip = block.options.mode { return }
    switch block.kind {
    case .swift, .hiddenSwift:
      if block.options.mode == .error { addError(index) } else { addCode(index) }
    case .value:
      addExpression(index, "Swift.print(Swift.String(describing: (\(block.code))), terminator: \"\")\n")
    case .claim: addExpression(index, "Swift.print((\(block.code)) as Swift.Bool, terminator: \"\")\n")
    case .console, .peer, .measured, .figure: break
    }
  }

  private mutating func addCode(_ index: Int) {
    let block = chapter.blocks[index]
    let part = part(index)
    guard let group = block.options.group else {
      return programs.append(program(block.name, block, [part]))
    }
    if let at = groupAt[group] {
      programs[at].append(part, importing: block.surroundings.imports)
      if block.options.leaks != nil { programs[at].countsLeaks = true }
      if !block.expectation.placements.isEmpty { programs[at].statesPlacement = true }
      programs[at].timeout = max(programs[at].timeout, block.options.timeout)
      if block.options.mode == .crash { programs[at].mode = .crash }
      if block.options.mode == .run, programs[at].mode == .noRun { programs[at].mode = .run }
    } else {
      groupAt[group] = programs.count
      programs.append(program("group \(group)", block, [part]))
    }
  }

  private mutating func addError(_ index: Int) {
    let block = chapter.blocks[index]
    var parts: [Program.Part] = []
    if let group = block.options.group, let at = groupAt[group] {
      parts = programs[at].parts.map { part in
        var context = part
        context.block = nil
        return context
      }
    }
    var refused = program(block.name, block, parts)
    refused.append(part(index), importing: [])
    programs.append(refused)
  }

  private mutating func addExpression(_ index: Int, _ code: String) {
    let block = chapter.blocks[index]
    var part = Program.Part(block: index, code: code, line: block.range.start.line)
    part.isExpression = true
    if let group = block.options.group {
      if let at = groupAt[group] { programs[at].parts.append(part) }
    } else if let at = proseAt {
      programs[at].parts.append(part)
    } else {
      proseAt = programs.count
      programs.append(program("prose", block, [part]))
    }
  }

  private func part(_ index: Int) -> Program.Part {
    let block = chapter.blocks[index]
    var part = Program.Part(
      block: index, code: codes[index], line: block.lines.first?.line ?? block.range.start.line + 1)
    part.before = block.surroundings.before
    part.after = block.surroundings.after
    return part
  }

  private func program(_ name: String, _ block: Block, _ parts: [Program.Part]) -> Program {
    Program(
      name: name, file: chapter.file, mode: block.options.mode, isOptimized: block.options.isOptimized,
      timeout: block.options.timeout, languageMode: chapter.languageMode, isLive: block.options.isLive,
      statesPlacement: !block.expectation.placements.isEmpty, countsLeaks: block.options.leaks != nil,
      imports: block.surroundings.imports, parts: parts)
  }
}

extension Program {
  /// Adds a part. What is around it and already stands in the program is not said again.
  fileprivate mutating func append(_ part: Part, importing modules: [String]) {
    var part = part
    part.before.removeAll { snippet in parts.contains { $0.before.contains(snippet) } }
    parts.append(part)
    imports += modules.filter { !imports.contains($0) }
  }
}
