// Program: what is compiled. One block, or all blocks of a group in order, or the values of a chapter's prose.
// Its source carries the chapter's own lines, so that the compiler and a trap name the chapter.
// Relies on: Block. Invariant: parts are in document order; only the last may crash.

import BookMarkdown

/// What is compiled and run as one process.
package struct Program: Hashable, Sendable {
  /// Unique in its chapter: the block's name, or `group NAME`, or `prose`.
  package var name: String
  /// The chapter.
  package var file: String
  package var mode: BlockOptions.Mode
  package var isOptimized: Bool
  /// Seconds.
  package var timeout: Int
  /// `-swift-version`.
  package var languageMode: String
  /// True when it also has to run as wasm, with the same output.
  package var isLive = false
  /// True when a block says where its values live.
  package var statesPlacement = false
  /// True when it is asked what it leaves behind on the heap.
  package var countsLeaks = false
  /// Modules that are imported before anything else, without the author's saying so.
  package var imports: [String] = []
  package var parts: [Part]

  /// One block's share of a program.
  package struct Part: Hashable, Sendable {
    /// The block's index in the chapter, or nil for what an `error` block only builds upon.
    package var block: Int?
    package var code: String
    /// The chapter's line of the code's first line.
    package var line: Int
    /// True for a value or a claim: the code prints it, the author wrote only the expression.
    package var isExpression = false
    /// Code around it, from elsewhere.
    package var before: [Surroundings.Snippet] = []
    package var after: [Surroundings.Snippet] = []

    fileprivate var asksForItsPlace: Bool {
      // Most code has no '#' at all, and bytes are quicker to look at than characters.
      code.utf8.contains(UInt8(ascii: "#")) && (code.contains("#line") || code.contains("#column"))
    }
  }

  /// The line that separates the output of two parts. It begins with a record separator and carries the
  /// program's hash, so that no block prints it by chance.
  ///
  /// - Parameter part: The index of the part that begins here.
  package static func marker(_ hash: String, _ part: Int) -> String {
    "\u{1E}\(hash.prefix(16)):\(part)\u{1E}\n"
  }

  /// The text for the compiler.
  ///
  /// - Parameter hash: Any text that differs from program to program; the marker between parts carries it.
  package func source(hash: String) -> String {
    var text = imports.map { "import \($0)\n" }.joined()
    for (index, part) in parts.enumerated() {
      if index > 0, mode == .run || mode == .crash {
        // The marker is written through stdout like everything else, so order holds.
        text += "#sourceLocation()\nSwift.print(\"\\u{1E}\(hash.prefix(16)):\(index)\\u{1E}\")\n"
      }
      let own = Surroundings.Snippet(code: part.code, file: file, line: part.line)
      for snippet in part.before + [own] + part.after {
        text += "#sourceLocation(file: \"\(snippet.file)\", line: \(snippet.line))\n"
        text += snippet.code
        if !snippet.code.hasSuffix("\n") { text += "\n" }
      }
    }
    return text
  }

  /// Text that decides what the program does: its parts and how they are compiled, without the chapter's
  /// lines, so that moving a block changes nothing. A block that asks for its own line is the exception.
  package var identity: [String] {
    var result = ["\(mode)", isOptimized ? "-O" : "-Onone", "\(timeout)s"] + imports.map { "import \($0)" }
    // Said only where it differs, so that records from before there was a choice stay valid.
    if languageMode != "6" { result.append("swift \(languageMode)") }
    if isLive { result.append("live") }
    if countsLeaks { result.append("leaks") }
    for part in parts {
      for snippet in part.before + part.after { result += ["around", snippet.code] }
      result.append(part.isExpression ? "expression" : "code")
      result.append(part.code)
      if part.asksForItsPlace { result.append("line \(part.line)") }
    }
    return result
  }

  /// True when the source says `@main`, so that the file is a library and not a script.
  package var hasMainAttribute: Bool {
    parts.contains { part in
      part.code.split(separator: "\n").contains { $0.trimmingSpaces.hasPrefix("@main") }
    }
  }

  /// True when a block uses the named module.
  package func imports(_ module: String) -> Bool {
    parts.contains { part in
      part.code.split(separator: "\n").contains { line in
        let words = line.trimmingSpaces.split(whereSeparator: { $0 == " " || $0 == "." || $0 == ";" })
        guard let at = words.firstIndex(of: "import") else { return false }
        return words[(at + 1)...].contains(Substring(module))
      }
    }
  }
}
