// LinkCheck: every link of the site leads to a page and a name that exist, no page has a name twice, and
// every element that begins ends. It reads the finished pages.
// Relies on: PageScan; Places only to say where in a chapter a fault was written.

import BookMarkdown
import BookPrograms

/// Checks finished pages.
enum LinkCheck {
  /// Elements without an end.
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// What is wrong with the links of `pages`.
  ///
  /// - Parameter files: All paths of the site.
  /// - Complexity: O(bytes).
  static func problems(in pages: [RenderedPage], files: Set<String>) -> [Problem] {
    let scans = pages.map { PageScan($0.html.bytes) }
    let ids = Dictionary(
      zip(pages.map(\.path), scans.map { Set($0.tags.flatMap(\.ids)) }),
      uniquingKeysWith: { first, _ in first })
    return zip(pages, scans).flatMap { page, scan in
      let own = page.repeatsOthers ? [] : unbalanced(page, scan) + broken(page, scan, ids, files)
      return duplicates(page, scan) + own
    }
  }

  private static func problem(
    _ rule: String, _ page: RenderedPage, _ position: SourcePosition?, _ message: String, _ remedy: String
  ) -> Problem {
    Problem(rule, page.source, position ?? .init(line: 1, column: 1), message, remedy: remedy)
  }

  private static func duplicates(_ page: RenderedPage, _ scan: PageScan) -> [Problem] {
    var seen: Set<String> = []
    var reported: Set<String> = []
    return scan.tags.flatMap(\.ids).filter { !seen.insert($0).inserted && reported.insert($0).inserted }.map {
      id in
      let places = page.places.ids[id] ?? []
      let first = places.first.map { ", first on line \($0.line)" } ?? ""
      return problem(
        "link", page, places.dropFirst().first ?? places.first,
        "\(page.path) has the name '\(id)' twice\(first)",
        "rename one; a heading's name is made of its words, a block's is its id=")
    }
  }

  private static func unbalanced(_ page: RenderedPage, _ scan: PageScan) -> [Problem] {
    var open: [String] = []
    for tag in scan.tags where !tag.closesItself && !void.contains(tag.name) {
      if !tag.isClosing {
        open.append(tag.name)
      } else if open.last == tag.name {
        open.removeLast()
      } else {
        let expected = open.last.map { ", where </\($0)> is due" } ?? ""
        return [
          problem(
            "html", page, nil, "\(page.path) has </\(tag.name)>\(expected)",
            "an HTML element in a chapter ends in the quote, list or section that it begins in")
        ]
      }
    }
    return []
  }

  private static func broken(
    _ page: RenderedPage, _ scan: PageScan, _ ids: [String: Set<String>], _ files: Set<String>
  ) -> [Problem] {
    var seen: Set<String> = []
    return scan.tags.flatMap(\.links).filter { seen.insert($0).inserted }.compactMap { link in
      guard !isOutside(link) else { return nil }
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let path = parts[0].isEmpty ? page.path : parts[0]
      let position = page.places.links[link]
      guard files.contains(path) else {
        return problem(
          "link", page, position,
          "the site has no file '\(path)'\(Suggestion.phrase(for: path, among: files))",
          "link to a page of the site, or to an address with https://")
      }
      guard parts.count == 2, let names = ids[path], !names.contains(parts[1]) else { return nil }
      let hint = Suggestion.phrase(for: parts[1], among: names)
      return problem(
        "link", page, position, "\(path) has no section, block or note '#\(parts[1])'\(hint)",
        "a heading's name is its words in lower case, joined by '-'; a block's is b-NAME")
    }
  }

  private static func isOutside(_ link: String) -> Bool {
    let scheme = link.prefix { $0.isLetter }
    return !scheme.isEmpty && link.dropFirst(scheme.count).first == ":"
  }
}
