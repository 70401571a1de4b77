// ContentsReader: Contents.md → Contents. The front matter is the book's configuration, the headings its
// parts, the ordered lists its chapters; an item without a link is a chapter that is planned.
// Relies on: Yams for the front matter, so that a mistake there has a line and a column.

import BookMarkdown
import Yams

/// Reads a table of contents.
package struct ContentsReader {
  static let keys = ["title", "lede", "language", "swift", "modules", "commands"]

  private let document: Document
  private let folder: String
  private var problems: [Problem] = []

  /// - Parameters:
  ///   - document: Contents.md, parsed.
  ///   - folder: Where it stands, relative to the book's root; links are relative to it.
  package static func read(_ document: Document, folder: String) -> (Contents, [Problem]) {
    var reader = ContentsReader(document: document, folder: folder)
    let contents = reader.read()
    return (contents, reader.problems)
  }

  private init(document: Document, folder: String) {
    self.document = document
    self.folder = folder
  }

  private mutating func read() -> Contents {
    let settings = readFrontMatter()
    return Contents(
      title: settings["title"]?.first ?? "Untitled", lede: settings["lede"]?.first ?? "",
      language: settings["language"]?.first ?? "en", modules: settings["modules"] ?? [],
      commands: settings["commands"] ?? ["lesson"], parts: readParts())
  }

  private mutating func readFrontMatter() -> [String: [String]] {
    guard let matter = document.frontMatter else { return [:] }
    do {
      guard let node = try Yams.compose(yaml: matter.text), let mapping = node.mapping else { return [:] }
      var settings: [String: [String]] = [:]
      for (key, value) in mapping {
        let name = key.string ?? ""
        guard Self.keys.contains(name) else {
          fail(key, "unknown setting '\(name)'\(Suggestion.phrase(for: name, among: Self.keys))")
          continue
        }
        settings[name] = value.sequence?.compactMap(\.string) ?? [value.string ?? ""]
      }
      return settings
    } catch let error as YamlError {
      fail(error, matter)
    } catch {
      problems.append(Problem("contents", document.file, .init(line: matter.line, column: 1), "\(error)"))
    }
    return [:]
  }

  private mutating func fail(_ key: Yams.Node, _ message: String) {
    let line = (key.mark?.line ?? 1) - 1 + (document.frontMatter?.line ?? 1)
    problems.append(
      Problem(
        "contents", document.file, .init(line: line, column: key.mark?.column ?? 1), message,
        remedy: "settings are: \(Self.keys.joined(separator: ", "))"))
  }

  private mutating func fail(_ error: YamlError, _ matter: Document.FrontMatter) {
    var position = SourcePosition(line: matter.line, column: 1)
    var message = "\(error)"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      position = .init(line: matter.line + mark.line - 1, column: mark.column)
      message = "this is no YAML: \(problem)"
    default: break
    }
    problems.append(
      Problem("contents", document.file, position, message, remedy: "the front matter is YAML: key: value"))
  }

  private mutating func readParts() -> [Contents.Part] {
    var parts: [Contents.Part] = []
    for node in document.root.children {
      switch node.kind {
      case .heading(let level, _) where level == 2:
        parts.append(Contents.Part(title: Self.partTitle(node.plainText), chapters: []))
      case .list(let list) where list.isOrdered && !parts.isEmpty:
        for (offset, item) in node.children.enumerated() {
          parts[parts.count - 1].chapters.append(entry(item, number: list.start + offset))
        }
      default: break
      }
    }
    return parts
  }

  /// `Part I. A value` → `I. A value`.
  private static func partTitle(_ heading: String) -> String {
    heading.hasPrefix("Part ") ? String(heading.dropFirst("Part ".count)) : heading
  }

  private func entry(_ item: BookMarkdown.Node, number: Int) -> Contents.Entry {
    var file: String?
    item.walk { node in
      if case .link(let destination, _) = node.kind, destination.hasSuffix(".md"), file == nil {
        file = folder.isEmpty ? destination : folder + "/" + destination
      }
    }
    return Contents.Entry(number: number, title: item.plainText, file: file)
  }
}
