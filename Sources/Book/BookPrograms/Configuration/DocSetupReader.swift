// DocSetupReader: `.lesson.yml` → DocSetup. Every key is known or an error with a suggestion, at its line.
// Relies on: Yams, whose nodes know where they stand; OptionReader's rules for names.

import BookMarkdown
import Yams

/// Reads the configuration of a package's docs.
package struct DocSetupReader {
  private static let keys = ["strict", "indented", "docs", "exclude", "imports", "files"]
  private static let treatments = [
    "imports", "setup", "after", "group", "skip", "error", "defect", "mode",
  ]
  private static let modes: [String: BlockOptions.Mode] = ["run": .run, "no-run": .noRun, "parse": .parse]

  private let file: String
  private let lines: [Substring]
  private var setup = DocSetup()
  private var problems: [Problem] = []

  /// - Parameter file: The configuration's path, as messages print it.
  package static func read(_ text: String, file: String) -> (DocSetup, [Problem]) {
    var reader = DocSetupReader(
      file: file, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    reader.setup.file = file
    reader.read(text)
    return (reader.setup, reader.problems)
  }

  private init(file: String, lines: [Substring]) {
    self.file = file
    self.lines = lines
  }

  private mutating func read(_ text: String) {
    do {
      guard let node = try Yams.compose(yaml: text) else { return }
      for (key, value) in pairs(node, among: Self.keys) {
        switch key.string ?? "" {
        case "strict": setup.conventions.isForeign = !flag(value, of: key)
        case "indented": setup.conventions.readsIndented = flag(value, of: key)
        case "docs": setup.docs = strings(value)
        case "exclude": setup.exclude = strings(value)
        case "imports": setup.imports = strings(value)
        default: readFiles(value)
        }
      }
    } catch let error as YamlError {
      fail(error)
    } catch {
      problems.append(Problem("setup", file, .init(line: 1, column: 1), "\(error)"))
    }
  }

  private mutating func readFiles(_ node: Yams.Node) {
    for (key, value) in pairs(node, among: nil) {
      var rule = DocSetup.FileRule(glob: key.string ?? "", position: position(key))
      rule.common = treatment(value, among: Self.treatments + ["blocks"])
      if let blocks = value.mapping?["blocks"] {
        for (name, treated) in pairs(blocks, among: nil) {
          rule.blocks.append(
            .init(
              glob: name.string ?? "", position: position(name),
              treatment: treatment(treated, among: Self.treatments)))
        }
      }
      setup.rules.append(rule)
    }
  }

  private mutating func treatment(_ node: Yams.Node, among known: [String]) -> DocSetup.Treatment {
    var result = DocSetup.Treatment()
    for (key, value) in pairs(node, among: known) {
      switch key.string ?? "" {
      case "imports": result.imports = strings(value)
      case "setup": result.before = snippet(value)
      case "after": result.after = snippet(value)
      case "group": result.group = value.string
      case "skip": result.mode = reason(value, of: key).map { .skip(reason: $0) }
      case "error":
        result.mode = .error
        result.errors = strings(value).map { .init(text: $0, position: position(value)) }
      case "defect": result.defect = reason(value, of: key)
      case "mode": result.mode = mode(value)
      default: break
      }
    }
    if result.defect != nil, result.errors.isEmpty {
      fail(node, "a defect wants the compiler's words for it", "error: cannot find 'x' in scope")
    }
    return result
  }

  private mutating func flag(_ node: Yams.Node, of key: Yams.Node) -> Bool {
    if let flag = node.bool { return flag }
    fail(node, "'\(key.string ?? "")' is true or false", "\(key.string ?? ""): true")
    return false
  }

  private mutating func mode(_ node: Yams.Node) -> BlockOptions.Mode? {
    let word = node.string ?? ""
    if let mode = Self.modes[word] { return mode }
    fail(
      node, "unknown mode '\(word)'\(Suggestion.phrase(for: word, among: Self.modes.keys))",
      "run, no-run or parse")
    return nil
  }

  private mutating func reason(_ node: Yams.Node, of key: Yams.Node) -> String? {
    if let text = node.string, !text.allSatisfy(\.isWhitespace) { return text }
    fail(key, "'\(key.string ?? "")' wants a reason", "write one in quotes")
    return nil
  }

  /// Code and its place: a block scalar (`|`) begins on the line below its key, at the column of its first letter.
  private func snippet(_ node: Yams.Node) -> Surroundings.Snippet? {
    guard let code = node.string, let mark = node.mark else { return nil }
    let isBlock =
      lines.indices.contains(mark.line - 1) && lines[mark.line - 1].dropFirst(mark.column - 1).hasPrefix("|")
    return .init(code: code, file: file, line: isBlock ? mark.line + 1 : mark.line)
  }

  // MARK: Nodes

  private mutating func pairs(_ node: Yams.Node, among known: [String]?) -> [(
    key: Yams.Node, value: Yams.Node
  )] {
    guard let mapping = node.mapping else {
      if node.string?.isEmpty != true { fail(node, "keys and values are expected here", "key: value") }
      return []
    }
    return mapping.filter { key, _ in
      guard let known, let name = key.string, !known.contains(name) else { return true }
      fail(
        key, "unknown setting '\(name)'\(Suggestion.phrase(for: name, among: known))",
        "settings are: \(known.joined(separator: ", "))")
      return false
    }.map { ($0.key, $0.value) }
  }

  private func strings(_ node: Yams.Node) -> [String] {
    node.sequence?.compactMap(\.string) ?? node.string.map { $0.isEmpty ? [] : [$0] } ?? []
  }

  private func position(_ node: Yams.Node) -> SourcePosition {
    SourcePosition(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private mutating func fail(_ node: Yams.Node, _ message: String, _ remedy: String) {
    problems.append(Problem("setup", file, position(node), message, remedy: remedy))
  }

  private mutating func fail(_ error: YamlError) {
    var place = SourcePosition(line: 1, column: 1)
    var message = "\(error)"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      place = .init(line: mark.line, column: mark.column)
      message = "this is no YAML: \(problem)"
    default: break
    }
    problems.append(Problem("setup", file, place, message, remedy: "key: value, indented by two spaces"))
  }
}
