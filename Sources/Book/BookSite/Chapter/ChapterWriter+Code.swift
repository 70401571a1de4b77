// Code blocks: source, what it printed or why it was refused, and the line that says how we know. One frame
// for all of them, `div.block`.
// Relies on: ShownSource, Provenance, Highlight.

import BookMarkdown
import BookPrograms
import BookVerify

extension ChapterWriter {
  /// Appends a fence: a block with its evidence, or plain code.
  mutating func writeCode(_ code: Node.CodeBlock, _ node: Node, _ html: inout HTML) {
    if ownedOutputs.contains(node.range.start) { return }
    guard let block = blocks[node.range.start] else {
      let language = code.info.prefix { !$0.isWhitespace }
      html.element("div", ["class": "block"]) { html in
        writeSource(trimmed(code.literal), language: String(language), &html)
      }
      return html.newline()
    }
    let entry = page.lock?.blocks[block.name]
    let anchor = id("b-" + block.name, at: node.range.start)
    let fails = block.options.mode == .error
    let live = liveScript(of: block, entry)
    html.element(
      "div", ["class": fails ? "block fails" : "block", "id": anchor, "data-live": live?.path]
    ) { html in
      html.newline()
      switch block.kind {
      case .console: writeConsole(block, entry, &html)
      case .peer(let language): writePeer(block, language, &html)
      default: writeSwift(block, entry, &html)
      }
      writeProvenance(of: block, entry, anchor, name: block.name, &html)
      html.newline()
    }
    html.newline()
  }

  private func trimmed(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  private func writeSource(
    _ text: String, language: String, words: String = "source", label: String? = nil, _ html: inout HTML
  ) {
    let name = Self.languageName(language).map { $0 + " " + words } ?? "Code"
    html.element("pre", ["class": "src", "data-label": label, "tabindex": "0", "aria-label": name]) { html in
      html.element("code") { $0.source(text, language: language) }
    }
    html.newline()
  }

  private func writeOutput(
    label: String, words: String = "Output", _ html: inout HTML, _ body: (inout HTML) -> Void
  ) {
    html.element("pre", ["class": "out", "data-label": label, "tabindex": "0", "aria-label": words]) { html in
      html.element("samp", [:], body)
    }
    html.newline()
  }

  static func languageName(_ language: String) -> String? {
    ["swift": "Swift", "c": "C", "go": "Go", "java": "Java", "rust": "Rust"][language]
  }

  // MARK: Swift

  private func writeSwift(_ block: Block, _ entry: Lock.Entry?, _ html: inout HTML) {
    let source = ShownSource(block, entry)
    let isRefused = block.options.mode == .error
    writeSource(
      source.text, language: "swift", words: isRefused ? "source that does not compile" : "source", &html)
    switch block.options.mode {
    case .error: writeDiagnostics(block, entry, source, &html)
    case .crash: writeCrash(block, entry, source, &html)
    case .run where !source.showsOutput:
      let expected =
        block.expectation.output?.text ?? block.expectation.prints.map { $0.text + "\n" }.joined()
      writeText(entry.map { $0.stdout ?? "" } ?? expected, label: entry == nil ? "expected" : "output", &html)
      writeText(entry?.stderr ?? "", label: "standard error", &html)
    case .run:
      writeText(entry?.stderr ?? "", label: "standard error", &html)
    case .noRun, .parse, .skip: break
    }
  }

  private func writeText(_ text: String, label: String, _ html: inout HTML) {
    guard !text.isEmpty else { return }
    writeOutput(label: label, &html) { $0.text(trimmed(text)) }
  }

  private func writeCrash(_ block: Block, _ entry: Lock.Entry?, _ source: ShownSource, _ html: inout HTML) {
    let printed = source.showsOutput ? "" : entry?.stdout ?? ""
    let message = entry?.stderr ?? block.expectation.crashMessage?.text ?? ""
    guard !printed.isEmpty || !message.isEmpty else { return }
    writeOutput(label: "crashes", words: "Output and the crash's message", &html) { html in
      html.text(message.isEmpty ? trimmed(printed) : printed)
      guard !message.isEmpty else { return }
      html.element("span", ["class": "bad"], text: trimmed(message))
    }
  }

  private func writeDiagnostics(
    _ block: Block, _ entry: Lock.Entry?, _ source: ShownSource, _ html: inout HTML
  ) {
    let diagnostics =
      entry?.diagnostics
      ?? block.expectation.diagnostics.map {
        .init(
          severity: $0.severity, message: $0.message, name: "", line: ($0.codeLine ?? 0) + 1,
          column: $0.column ?? 1)
      }
    guard !diagnostics.isEmpty else { return }
    writeOutput(label: "does not compile", words: "Diagnostic", &html) { html in
      for (index, diagnostic) in diagnostics.enumerated() {
        if index > 0 { html.newline() }
        writeDiagnostic(diagnostic, source, &html)
      }
    }
  }

  /// As the compiler lays it out: the words, the line, the caret.
  private func writeDiagnostic(_ diagnostic: Lock.Diagnostic, _ source: ShownSource, _ html: inout HTML) {
    html.element(
      "span", ["class": diagnostic.severity == "error" ? "bad" : "mild"], text: diagnostic.severity + ":")
    html.text(" " + diagnostic.message)
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard source.lineNumbers.indices.contains(diagnostic.line - 1),
      let shown = source.lineNumbers[diagnostic.line - 1], shown <= lines.count
    else { return }
    let line = lines[shown - 1]
    let number = String(shown)
    html.text("\n \(number) | \(line)\n")
    let before = line.utf8.prefix(max(diagnostic.column - 1, 0))
    let indent = String(decoding: before, as: UTF8.self).map { $0 == "\t" ? "\t" : " " as String }
    html.text(" " + String(repeating: " ", count: number.count) + " | " + indent.joined())
    html.element("span", ["class": "bad"], text: "^")
  }

  // MARK: Other blocks

  private func writeConsole(_ block: Block, _ entry: Lock.Entry?, _ html: inout HTML) {
    for (index, command) in block.expectation.commands.enumerated() {
      html.element("pre", ["class": "src", "tabindex": "0", "aria-label": "Command"]) { html in
        html.element("code") { html in
          html.element("span", ["class": "prompt"], text: "$ ")
          html.text(command.text)
        }
      }
      html.newline()
      let ran = entry?.commands.flatMap { index < $0.count ? $0[index] : nil }
      let status = ran?.status ?? command.status
      writeText(ran?.output ?? command.output, label: entry == nil ? "expected" : "output", &html)
      if status != 0 {
        html.element("p", ["class": "status"], text: "exit status \(status)")
        html.newline()
      }
    }
  }

  private func writePeer(_ block: Block, _ language: String, _ html: inout HTML) {
    writeSource(trimmed(block.code), language: language, label: Self.languageName(language), &html)
    let measurement = block.options.measured.flatMap { book.input.measurements[$0] }
    writeText(
      measurement?.output ?? block.expectation.output?.text ?? "",
      label: measurement == nil ? "expected" : "output",
      &html)
  }

  /// Appends the line under a block.
  mutating func writeProvenance(
    of block: Block, _ entry: Lock.Entry?, _ anchor: String, name: String, _ html: inout HTML
  ) {
    let provenance = Provenance.of(
      block, entry, toolchain: page.lock.map { BookContext.shortToolchain($0.toolchain) },
      measurement: block.options.measured.flatMap { book.input.measurements[$0] }, pattern: page.pattern)
    html.element("div", ["class": "prov"]) { html in
      html.element(
        "b", ["class": provenance.kind == .verified ? nil : provenance.kind.rawValue],
        text: provenance.verdict)
      for detail in provenance.details { html.element("span", text: detail) }
      if let source = provenance.source { html.element("code", text: source) }
      if let command = provenance.command { html.element("code", text: command) }
      html.element("span", ["class": "way"]) { html in
        html.element("a", ["class": "at", "href": "#" + anchor], text: "#" + name)
      }
    }
  }
}
