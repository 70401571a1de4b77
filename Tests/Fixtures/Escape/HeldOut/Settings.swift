// swift-format-ignore-file
// Settings in sections, as INI files have them: read into dictionaries of dictionaries, and read out by type.

protocol Parsable {
  init?(parsing text: String)
}

extension Int: Parsable {
  init?(parsing text: String) { self.init(text) }  // heap: [UInt8] library-call !; heap: String library-call !
}

extension Bool: Parsable {
  init?(parsing text: String) { self.init(text) }
}

extension Array: Parsable where Element: Parsable {
  init?(parsing text: String) {
    var elements: [Element] = []
    for part in text.split(separator: ",") {  // heap: [Substring] library-call
      guard let element = Element(parsing: String(part)) else { return nil }  // heap: String library-call !
      elements.append(element)  // heap: [Int] growth; heap: [Element] growth
    }
    self = elements
  }
}

struct Settings {
  struct Failure: Error {
    let line: Int
    let text: Substring
  }

  private var sections: [String: [String: String]] = [:]

  init(_ text: String) throws {
    var section = ""
    for (number, line) in text.split(separator: "\n").enumerated() {  // heap: [Substring] library-call
      if line.first == "#" { continue }
      if line.first == "[" {
        section = String(line.dropFirst().dropLast())  // heap: String library-call !
        continue
      }
      guard let equals = line.firstIndex(of: "=") else { throw Failure(line: number, text: line) }  // heap: Settings.Failure thrown
      let name = String(line[..<equals])  // heap: String library-call !
      sections[section, default: [:]][name] = String(line[line.index(after: equals)...])  // heap: [String: Dictionary<String, String>] growth; heap: [String: String] growth; heap: String library-call !
    }
  }

  @inline(never)
  func value<Value: Parsable>(_ name: String, in section: String, as type: Value.Type) -> Value? {
    sections[section]?[name].flatMap(Value.init(parsing:))
  }

  var names: [String] { sections.flatMap { $0.value.keys }.sorted() }  // heap: [String] growth|library-call; heap: [Range<Int>] library-call !

  @inline(never)
  mutating func override(_ name: String, in section: String, with value: String) {
    sections[section]?[name] = value  // heap: [String: Dictionary<String, String>] growth|copy-on-write !; heap: [String: String] growth !
  }
}

@main
enum Program {
  static func main() throws {
    let text = "[server]\nports=80,443,8080\nverbose=true\n# a comment\n[limits]\nconnections=100\n"
    var settings = try Settings(text)
    precondition(settings.value("ports", in: "server", as: [Int].self) == [80, 443, 8080])
    precondition(settings.value("verbose", in: "server", as: Bool.self) == true)
    settings.override("connections", in: "limits", with: "7")
    precondition(settings.value("connections", in: "limits", as: Int.self) == 7)
    precondition(settings.names == ["connections", "ports", "verbose"])
    do {
      _ = try Settings("nothing here that would be a setting\n")
    } catch let failure as Settings.Failure {
      precondition(failure.line == 0)
    }
  }
}
