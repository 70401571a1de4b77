// Lazy and computed properties: what is made at first use is stored in self.

final class Index {
  let keys: [String]
  init(_ keys: [String]) { self.keys = keys }
}

final class Document {
  let text: String
  init(_ text: String) { self.text = text }

  lazy var index = Index(words)  // heap: Index returned
  lazy var length: Int = text.utf8.count

  var words: [String] {
    let parts = text.split(separator: " ")  // heap: [Substring] library-call
    return parts.map(String.init)  // heap: [String] library-call; heap: String library-call !
  }
}

@inline(never)
func document(_ text: String) -> Document {
  Document(text)  // heap: Document returned
}

@inline(never)
func first(_ document: Document) -> String {
  document.index.keys[0]
}

@main
enum LazyProperty {
  static func main() {
    let document = document("one two three")
    precondition(first(document) == "one")
    precondition(document.length == 13)
    precondition(document.index.keys.count == 3)
  }
}
