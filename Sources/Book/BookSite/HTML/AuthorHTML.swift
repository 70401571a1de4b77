// AuthorHTML: the HTML that an author wrote in a chapter, such as `<details>`. It goes into the page as it
// stands, but for its comments, which speak to the engine or to other authors.
// Relies on: PageScan for names and links in it.

/// HTML in a chapter.
enum AuthorHTML {
  /// The text without `<!-- … -->`; one that is never closed takes the rest.
  static func withoutComments(_ html: String) -> String {
    var result = ""
    var rest = Substring(html)
    while let start = rest.firstRange(of: "<!--") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "-->") else { return result }
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
