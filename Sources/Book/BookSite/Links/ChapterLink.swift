// ChapterLink: where a link in a chapter leads in the site. Chapters link to each other's Markdown, so that
// links work on a code host too; here they become pages.
// Relies on: BookContext for the chapters and the glossary.

import BookPrograms

/// A link's destination in the site.
enum ChapterLink: Hashable {
  /// To an entry of the glossary.
  case term(anchor: String)
  /// To a page, a section of this one, or elsewhere in the world.
  case address(String)
  /// To what the site does not have.
  case nowhere(message: String, remedy: String)

  /// - Parameters:
  ///   - destination: As written.
  ///   - file: The chapter that it stands in, relative to the book's root.
  init(_ destination: String, from file: String, in book: BookContext) {
    if destination.hasPrefix("#") || Self.hasScheme(destination) {
      self = .address(destination)
      return
    }
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let target = Self.resolve(String(parts[0]), from: file)
    let anchor = parts.count == 2 ? String(parts[1]) : nil
    let name = target.split(separator: "/").last.map(String.init) ?? ""
    if target == book.glossary.file || (book.glossary.file == nil && name == "Glossary.md") {
      self = anchor.map { .term(anchor: $0) } ?? .address("terms.html")
    } else if name == "Contents.md" {
      self = .address("index.html")
    } else if let page = book.page(ofFile: target) {
      self = .address(page.path + (anchor.map { "#" + $0 } ?? ""))
    } else {
      self = Self.missing(destination, target, in: book)
    }
  }

  private static func missing(_ destination: String, _ target: String, in book: BookContext) -> ChapterLink {
    let planned = book.input.contents.parts.flatMap(\.chapters).contains { $0.file == target }
    if planned {
      return .nowhere(message: "'\(destination)' is not written yet", remedy: "name it without a link")
    }
    let hint = Suggestion.phrase(for: target, among: book.files)
    return .nowhere(
      message: "the site has no page for '\(destination)'\(hint)",
      remedy: "link to a chapter's .md, to Glossary.md#term, or to an address with https://")
  }

  private static func hasScheme(_ destination: String) -> Bool {
    let scheme = destination.prefix { $0.isLetter }
    return !scheme.isEmpty && destination.dropFirst(scheme.count).first == ":"
  }

  /// `../Glossary.md` from `Chapters/en/01-x.md` → `Chapters/Glossary.md`.
  static func resolve(_ path: String, from file: String) -> String {
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
