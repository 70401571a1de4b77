// ChapterEdits: changes to a chapter's raw bytes. Lines inside a quote or a list keep their prefix, the file keeps its
// line ends and byte-order mark, and every byte outside an edit stays as it is.
// Relies on: SourceLines. Invariant: edits never overlap.

import BookMarkdown

/// Changes to one chapter.
package struct ChapterEdits {
  private enum Edit {
    /// Bytes of one line.
    case text(SourcePosition, length: Int, String)
    /// The lines from `from` up to, not including, `to`.
    case lines(from: Int, to: Int, [String], fence: SourcePosition)
  }

  private let lines: SourceLines
  private let text: String
  private var edits: [Edit] = []

  package init(_ text: String) {
    self.text = text
    lines = SourceLines(text)
  }

  package var isEmpty: Bool { edits.isEmpty }

  /// Replaces text within a line.
  package mutating func replace(_ old: String, at position: SourcePosition, with new: String) {
    edits.append(.text(position, length: old.utf8.count, new))
  }

  /// Replaces what stands in a fence, and makes the fence longer where the new text would end it.
  package mutating func replaceContent(of range: SourceRange, with content: String) {
    let opening = lines[line: range.start.line].text
    let fence = opening.utf8.dropFirst(range.start.column - 1)
    let marker = fence.first ?? UInt8(ascii: "`")
    let length = fence.prefix { $0 == marker }.count
    let needed = Self.fenceLength(for: content, marker: marker)
    if needed > length {
      let mark = String(repeating: Character(UnicodeScalar(marker)), count: needed - length)
      edits.append(.text(range.start, length: 0, mark))
      let last = lines[line: range.end.line].bytes
      let at = (last.firstIndex(of: marker) ?? 0) + 1
      edits.append(.text(.init(line: range.end.line, column: at), length: 0, mark))
    }
    edits.append(
      .lines(from: range.start.line + 1, to: range.end.line, Self.split(content), fence: range.start))
  }

  /// Puts an output fence directly after a block.
  package mutating func insertOutput(_ content: String, after range: SourceRange) {
    let fence = String(
      repeating: "`", count: max(3, Self.fenceLength(for: content, marker: UInt8(ascii: "`"))))
    let new = ["\(fence)output"] + Self.split(content) + [fence]
    edits.append(.lines(from: range.end.line + 1, to: range.end.line + 1, new, fence: range.start))
  }

  /// The chapter with all edits.
  package func result() -> String {
    var bytes = Array(text.utf8)
    for (start, end, new) in edits.map(span).sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }).reversed() {
      bytes.replaceSubrange(start..<end, with: new)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// An edit as a range of the text's bytes and what to put there.
  private func span(_ edit: Edit) -> (Int, Int, [UInt8]) {
    switch edit {
    case .text(let position, let length, let new):
      let start = lines.offset(of: position)
      return (start, start + length, Array(new.utf8))
    case .lines(let from, let to, let new, let fence):
      let prefix = prefix(of: fence)
      let ending = lineEnding
      var bytes: [UInt8] = []
      for line in new {
        var whole = prefix + Array(line.utf8)
        while whole.last == UInt8(ascii: " ") { whole.removeLast() }
        bytes += whole + ending
      }
      let start = offset(ofLine: from)
      if from > lines.lines.count, lines.lines.last?.ending.isEmpty == true {
        bytes = ending + bytes.dropLast(ending.count)
      }
      return (start, max(start, offset(ofLine: to)), bytes)
    }
  }

  private func offset(ofLine number: Int) -> Int {
    number <= lines.lines.count ? lines[line: number].offset : text.utf8.count
  }

  private var lineEnding: [UInt8] {
    lines.lines.first { !$0.ending.isEmpty }?.ending ?? [UInt8(ascii: "\n")]
  }

  /// What stands before a fence, for the lines after it: quote markers stay, a list's marker becomes spaces.
  private func prefix(of fence: SourcePosition) -> [UInt8] {
    let line = lines[line: fence.line].bytes.prefix(fence.column - 1)
    return line.map { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\t") ? $0 : UInt8(ascii: " ") }
  }

  private static func split(_ content: String) -> [String] {
    guard !content.isEmpty else { return [] }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return content.hasSuffix("\n") ? lines.dropLast() : lines
  }

  private static func fenceLength(for content: String, marker: UInt8) -> Int {
    let runs = split(content).map { line in line.utf8.drop { $0 == 0x20 }.prefix { $0 == marker }.count }
    return (runs.max() ?? 0) < 3 ? 3 : (runs.max() ?? 0) + 1
  }
}
