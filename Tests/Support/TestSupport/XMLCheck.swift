// XMLCheck: whether a picture's markup is well-formed, as far as what we write needs it.

/// Tags that open and close each other, and no stray `<` or `&`.
package enum XMLCheck {
  package static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for tag in text.matches(of: /<(\/?)([a-z]+)([^<>]*?)(\/?)>/) {
      if tag.1 == "/" {
        guard open.popLast() == tag.2 else { return false }
      } else if tag.4.isEmpty {
        open.append(tag.2)
      }
    }
    let rest = text.replacing(/<\/?[a-z]+[^<>]*>/, with: "").replacing(/&(amp|lt|gt|quot);/, with: "")
    return open.isEmpty && !rest.contains("<") && !rest.contains("&")
  }
}
