// ContentsReader: Contents.md → Contents. The front matter is the book's configuration, the headings its
// parts, the ordered lists its chapters; an item without a link is a chapter that is planned.
// Relies on: FrontMatter.

import BookMarkdown

/// Reads a table of contents.
package struct ContentsReader {
  static let keys = ["title", "lede", "language", "swift", "modules", "commands", "network"]

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
    func first(_ key: String) -> String? { settings[key]?.values.first }
    var contents = Contents(
      title: first("title") ?? "Untitled", lede: first("lede") ?? "", language: first("language") ?? "en",
      modules: settings["modules"]?.values ?? [], commands: settings["commands"]?.values ?? ["lesson"],
      parts: readParts())
    if let swift = settings["swift"] {
      contents.languageMode =
        ChapterSettings.languageMode(swift, document.file, &problems) ?? contents.languageMode
    }
    if let network = settings["network"] { contents.network = chapters(network, of: contents) }
    return contents
  }

  private mutating func readFrontMatter() -> [String: Setting] {
    guard let matter = FrontMatter(document, rule: "contents") else { return [:] }
    problems = matter.problems
    var settings: [String: Setting] = [:]
    for setting in matter.settings {
      if Self.keys.contains(setting.key) {
        settings[setting.key] = setting
      } else {
        problems.append(
          Problem(
            "contents", document.file, setting.position,
            "unknown setting '\(setting.key)'\(Suggestion.phrase(for: setting.key, among: Self.keys))",
            remedy: "settings are: \(Self.keys.joined(separator: ", "))"))
      }
    }
    return settings
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

  /// The chapters that a setting names by slug: `01-stack-heap`.
  private mutating func chapters(_ setting: Setting, of contents: Contents) -> Set<String> {
    let files = contents.parts.flatMap { $0.chapters.compactMap(\.file) }
    let bySlug = Dictionary(files.map { (Self.slug($0), $0) }, uniquingKeysWith: { first, _ in first })
    for name in setting.values where bySlug[name] == nil {
      problems.append(
        Problem(
          "contents", document.file, setting.valuePosition,
          "there is no chapter '\(name)'\(Suggestion.phrase(for: name, among: bySlug.keys.sorted()))",
          remedy: "name chapters as 01-stack-heap"))
    }
    return Set(setting.values.compactMap { bySlug[$0] })
  }

  private static func slug(_ file: String) -> String {
    String(file.split(separator: "/").last?.dropLast(".md".count) ?? "")
  }

  /// `Part I. A value` → `I. A value`.
  private static func partTitle(_ heading: String) -> String {
    heading.hasPrefix("Part ") ? String(heading.dropFirst("Part ".count)) : heading
  }

  private func entry(_ item: Node, number: Int) -> Contents.Entry {
    var file: String?
    item.walk { node in
      if case .link(let destination, _) = node.kind, destination.hasSuffix(".md"), file == nil {
        file = folder.isEmpty ? destination : folder + "/" + destination
      }
    }
    return Contents.Entry(number: number, title: item.plainText, file: file)
  }
}
