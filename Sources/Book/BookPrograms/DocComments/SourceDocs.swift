// SourceDocs: a Swift source → the chapter that its documentation comments make. Each comment is a document of its own,
// so that an open fence in one swallows nothing of the next; their blocks then stand in the source's own lines.
// Relies on: DocCommentReader, BlockReader.

import BookMarkdown

/// Reads the documentation of a Swift source.
package enum SourceDocs {
  /// - Parameters:
  ///   - source: The text of a Swift file.
  ///   - file: Its path, as messages print it.
  package static func read(_ source: String, file: String, conventions: Conventions) -> Chapter {
    let start = SourcePosition(line: 1, column: 1)
    let document = Document(
      file: file, text: source, frontMatter: nil, root: Node(.document, SourceRange(start, start)),
      footnotes: [])
    var chapter = Chapter(document: document, blocks: [], problems: [])
    var used: Set<String> = []
    for comment in DocCommentReader.read(source) where mayHoldCode(comment, conventions) {
      let markdown = Document.parse(comment.text, file: file, extensions: [])
      let part = BlockReader.read(
        markdown, commands: [], conventions: conventions, top: comment.declaration, isWhole: false)
      chapter.blocks += part.blocks.map { placed($0, in: comment, &used) }
      chapter.problems += part.problems.map { problem in
        var problem = problem
        problem.position = comment.position(problem.position)
        return problem
      }
    }
    // A name and a group are the file's, not the comment's.
    chapter.problems += BlockReader.problems(among: chapter.blocks, file: file, conventions: conventions)
    chapter.problems.sort { $0.position < $1.position }
    return chapter
  }

  /// Most comments hold no code, and need no parser to say so.
  private static func mayHoldCode(_ comment: DocComment, _ conventions: Conventions) -> Bool {
    comment.lines.contains { line in
      // Not only at a line's start: a fence may stand in a list or a quote.
      return ["```", "~~~", "<!--"].contains { line.contains($0) }
        || (conventions.readsIndented && (line.hasPrefix("    ") || line.hasPrefix("\t")))
    }
  }

  private static func placed(_ block: Block, in comment: DocComment, _ used: inout Set<String>) -> Block {
    var block = block
    if block.options.id == nil { block.name = unused(block.name, &used) }
    block.range = comment.range(block.range)
    block.lines = block.lines.map(comment.position)
    block.expectation = placed(block.expectation, in: comment)
    return block
  }

  private static func placed(_ expectation: Expectation, in comment: DocComment) -> Expectation {
    var result = expectation
    for index in result.prints.indices {
      result.prints[index].position = comment.position(result.prints[index].position)
    }
    for index in result.diagnostics.indices {
      result.diagnostics[index].position = comment.position(result.diagnostics[index].position)
    }
    for index in result.placements.indices {
      result.placements[index].position = comment.position(result.placements[index].position)
    }
    if let message = result.crashMessage {
      result.crashMessage?.position = comment.position(message.position)
    }
    for path in [\Expectation.output, \Expectation.standardError] {
      guard let output = result[keyPath: path] else { continue }
      result[keyPath: path]?.lines = output.lines.map(comment.position)
      result[keyPath: path]?.range = comment.range(output.range)
    }
    return result
  }

  /// `chunked-1`; the next comment on a `chunked` goes on counting.
  private static func unused(_ name: String, _ used: inout Set<String>) -> String {
    if used.insert(name).inserted { return name }
    guard let dash = name.lastIndex(of: "-"), let first = Int(name[name.index(after: dash)...]) else {
      return name
    }
    for number in (first + 1)... where used.insert("\(name[..<dash])-\(number)").inserted {
      return "\(name[..<dash])-\(number)"
    }
    return name
  }
}
