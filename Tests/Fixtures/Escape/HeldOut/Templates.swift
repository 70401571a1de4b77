// swift-format-ignore-file
// Templates: text with names in braces, parsed once into parts, filled from a source that is chosen at run time.

enum Part {
  case text(Substring)
  case name(Substring, filters: [any TextFilter])
  case loop(Substring, Template)
}

protocol TextFilter {
  func apply(_ text: String) -> String
}

struct Upper: TextFilter {
  func apply(_ text: String) -> String { text.uppercased() }  // heap: String library-call !
}

struct Limit: TextFilter {
  let count: Int
  let ending: String
  let isWord: Bool
  func apply(_ text: String) -> String { text.count > count ? text.prefix(count) + ending : text }  // heap: String library-call|growth !
}

final class Template {
  private(set) var parts: [Part] = []
  private(set) lazy var names: Set<Substring> = Set(parts.compactMap { part in  // heap: Set<Substring> library-call; heap: [Substring] growth|library-call
    if case .name(let name, _) = part { name } else { nil }
  })

  init(_ source: String, filters: [String: any TextFilter] = [:]) {
    var rest = source[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append(.text(rest[..<open]))  // heap: [Part] growth
      let words = rest[rest.index(after: open)..<close].split(separator: "|")  // heap: [Substring] library-call
      parts.append(.name(words[0], filters: words.dropFirst().compactMap { filters[String($0)] }))  // heap: [Part] growth; heap: [any TextFilter] growth|library-call; heap: String library-call !
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(rest))  // heap: [Part] growth
  }

  init(repeating template: Template, over name: Substring) {
    parts = [.loop(name, template)]  // heap: [Part] stored-field !; stack: [Part]
  }
}

protocol Source {
  subscript(name: Substring) -> String? { get }
  func each(_ name: Substring, _ body: (any Source) -> Void)
}

struct Record: Source {
  var values: [Substring: String]
  var lists: [Substring: [Record]] = [:]

  subscript(name: Substring) -> String? { values[name] }
  func each(_ name: Substring, _ body: (any Source) -> Void) {
    for record in lists[name] ?? [] { body(record) }
  }
}

@inline(never)
func fill(_ template: Template, from source: any Source, into text: inout String) {
  for part in template.parts {
    switch part {
    case .text(let words): text += words  // heap: String growth !
    case .name(let name, let filters):
      text += filters.reduce(source[name] ?? "") { $1.apply($0) }  // heap: String growth
    case .loop(let name, let inner):
      source.each(name) { fill(inner, from: $0, into: &text) }
    }
  }
}

@inline(never)
func letter() -> Template {
  Template("Dear {name|upper}, {words|short}!", filters: ["upper": Upper(), "short": Limit(count: 9, ending: "…", isWord: false)])  // heap: Template returned; heap: [String: any TextFilter] library-call; heap: Limit too-big-for-inline; stack: [(String, any TextFilter)]
}

@main
enum Templates {
  static func main() {
    let record = Record(values: ["name": "Ada", "words": "a long sentence"])  // heap: [Substring: String] library-call; stack: [(Substring, String)]
    var text = ""
    fill(letter(), from: record, into: &text)
    precondition(text == "Dear ADA, a long se…!")
    precondition(letter().names == ["name", "words"])  // heap: Set<Substring> library-call; stack: [Substring]
    var list = ""
    let lines = Template(repeating: Template("- {name}\n"), over: "people")  // heap: Template optimizer-limit|stored-field; stack: Template
    fill(lines, from: Record(values: [:], lists: ["people": [record, record]]), into: &list)  // heap: [Substring: Array<Record>] library-call; heap: [Record] optimizer-limit|passed-escaping|stored-field; stack: [(Substring, Array<Record>)]
    precondition(list == "- Ada\n- Ada\n")
  }
}
