// The textual form of a graph, one item a line, for tests, for people and for the page:
//   func NAME [in=OUTER]
//   loc NAME [depth=N] [in=FUNC] [param] [result=N] [alloc] [temp] [transient] [closure=FUNC] [at=L:C] [heap=WHY] [: TITLE]
//   edge TO <- FROM DEREFS [WHY@L:C …]                     # a comment
// `heap`, `mutator` and `callee` exist. DEREFS: -1 for to = &from, 0 for to = from, 1 for to = *from. A function that has no
// line of its own is a closure of what stands before its last dot. In WHY, `_` stands for a space.
// Embedded Swift; relies on EscapeGraph.

/// What is wrong with a textual graph.
public struct EscapeGraphError: Error, Equatable {
  /// From one.
  public var line: Int
  /// What is wrong, and what would be right.
  public var message: String

  /// An error in a line.
  public init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

extension EscapeGraph {
  /// Reads a textual graph.
  ///
  /// - Throws: `EscapeGraphError` with the line that is wrong.
  /// - Complexity: O(length of `text`) dictionary look-ups.
  public init(text: String) throws(EscapeGraphError) {
    self.init()
    var reader = EscapeGraphReader()
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let content = line.prefix { $0 != "#" }
      // A place has a colon, too, but no space before it.
      let title = content.indices.first {
        content[$0] == ":" && $0 > content.startIndex && content[content.index(before: $0)] == " "
      }
      let words = content[..<(title ?? content.endIndex)].split(separator: " ").map(String.init)
      guard let kind = words.first else { continue }
      reader.line = number
      switch kind {
      case "func" where words.count > 1: try reader.readFunction(words, into: &self)
      case "loc" where words.count > 1:
        let name = title.map { String(content[content.index(after: $0)...].drop { $0 == " " }) }
        try reader.readLocation(words, title: name, into: &self)
      case "edge" where words.count > 4 && words[2] == "<-": try reader.readEdge(words, into: &self)
      default: throw reader.error("neither a func, a loc nor an edge: \(content)")
      }
    }
  }

  /// The graph as text; reading it again gives the same graph.
  public var text: String {
    var lines = ""
    for function in functions {
      lines += "func \(function.name)"
      if let parent = function.parent { lines += " in=\(functions[parent].name)" }
      lines += "\n"
    }
    let ids = identifiers
    for (index, location) in locations.enumerated().dropFirst(3) {
      lines += "loc \(ids[index])" + words(of: location)
      if ids[index] != location.name { lines += " : \(location.name)" }
      lines += "\n"
    }
    for (index, location) in locations.enumerated() {
      for edge in location.edges {
        lines += "edge \(ids[index]) <- \(ids[edge.source]) \(edge.derefs)"
        for note in edge.notes {
          lines +=
            " \(Self.replacing(" ", by: "_", in: note.reason))@\(note.position.line):\(note.position.column)"
        }
        lines += "\n"
      }
    }
    return lines
  }

  private func words(of location: Location) -> String {
    var words = ""
    if location.loopDepth != 1 { words += " depth=\(location.loopDepth)" }
    words += " in=\(functions[location.function].name)"
    switch location.kind {
    case .parameter: words += " param"
    case .result(let index): words += " result=\(index)"
    case .allocation: words += " alloc"
    case .temporary: words += " temp"
    case .variable, .heap, .mutator, .callee: break
    }
    if location.isTransient { words += " transient" }
    if let closure = location.closure { words += " closure=\(functions[closure].name)" }
    if location.position != .none { words += " at=\(location.position.line):\(location.position.column)" }
    if let why = location.mustEscape { words += " heap=\(Self.replacing(" ", by: "_", in: why))" }
    return words
  }

  /// A word for each location that no other has.
  private var identifiers: [String] {
    var taken: [String: Bool] = [:]
    var result: [String] = []
    for (index, location) in locations.enumerated() {
      let isWord =
        !location.name.isEmpty
        && location.name.utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
            || $0 == 0x7E
        }
      let name =
        isWord && taken[location.name] == nil ? location.name : "\(isWord ? location.name : "l").\(index)"
      taken[name] = true
      result.append(name)
    }
    return result
  }

  static func replacing(_ old: Character, by new: Character, in text: String) -> String {
    String(text.map { $0 == old ? new : $0 })
  }
}

/// What has a name so far.
private struct EscapeGraphReader {
  var line = 0
  var locations: [String: Int] = ["heap": 0, "mutator": 1, "callee": 2]
  var functions: [String: Int] = [:]

  func error(_ message: String) -> EscapeGraphError { EscapeGraphError(line: line, message: message) }

  mutating func readFunction(_ words: [String], into graph: inout EscapeGraph) throws(EscapeGraphError) {
    if functions[words[1]] != nil { throw error("func \(words[1]) stands twice") }
    var parent: Int?
    for word in words.dropFirst(2) {
      guard let name = value("in=", word) else { throw error("unknown word \(word)") }
      parent = function(name, in: &graph)
    }
    functions[words[1]] = graph.addFunction(words[1], in: parent)
  }

  mutating func readLocation(
    _ words: [String], title: String?, into graph: inout EscapeGraph
  ) throws(EscapeGraphError) {
    if locations[words[1]] != nil { throw error("loc \(words[1]) stands twice") }
    var location = EscapeGraph.Location(name: title ?? words[1], kind: .variable, function: -1)
    for word in words.dropFirst(2) {
      switch word {
      case "param": location.kind = .parameter
      case "result": location.kind = .result(0)
      case "alloc": location.kind = .allocation
      case "temp": location.kind = .temporary
      case "transient": location.isTransient = true
      default: try readValue(word, of: &location, in: &graph)
      }
    }
    if location.function < 0 { location.function = function("f", in: &graph) }
    locations[words[1]] = graph.add(location)
  }

  private mutating func readValue(
    _ word: String, of location: inout EscapeGraph.Location, in graph: inout EscapeGraph
  ) throws(EscapeGraphError) {
    if let depth = value("depth=", word).flatMap({ Int($0) }) {
      location.loopDepth = depth
    } else if let index = value("result=", word).flatMap({ Int($0) }), index >= 0 {
      location.kind = .result(index)
    } else if let name = value("in=", word) {
      location.function = function(name, in: &graph)
    } else if let name = value("closure=", word) {
      location.closure = function(name, in: &graph)
    } else if let place = value("at=", word) {
      location.position = try position(place[...])
    } else if let why = value("heap=", word) {
      location.mustEscape = EscapeGraph.replacing("_", by: " ", in: why)
    } else {
      throw error("unknown word \(word)")
    }
  }

  func readEdge(_ words: [String], into graph: inout EscapeGraph) throws(EscapeGraphError) {
    guard let to = locations[words[1]] else { throw error("there is no loc \(words[1])") }
    guard let from = locations[words[3]] else { throw error("there is no loc \(words[3])") }
    guard let derefs = Int(words[4]), derefs >= -1 else {
      throw error("\(words[4]) is no number of dereferences; the least is -1")
    }
    var notes: [EscapeGraph.Note] = []
    for word in words.dropFirst(5) {
      guard let at = word.lastIndex(of: "@") else { throw error("\(word) lacks @LINE:COLUMN") }
      notes.append(
        EscapeGraph.Note(
          EscapeGraph.replacing("_", by: " ", in: String(word[..<at])),
          at: try position(word[word.index(after: at)...])))
    }
    graph.flow(from, to: to, derefs: derefs, notes: notes)
  }

  private mutating func function(_ name: String, in graph: inout EscapeGraph) -> Int {
    if let known = functions[name] { return known }
    var parent: Int?
    if let dot = name.lastIndex(of: "."), dot > name.startIndex {
      parent = function(String(name[..<dot]), in: &graph)
    }
    let new = graph.addFunction(name, in: parent)
    functions[name] = new
    return new
  }

  private func position(_ text: Substring) throws(EscapeGraphError) -> EscapeGraph.Position {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let line = Int(parts[0]), let column = Int(parts[1]) else {
      throw error("\(text) is no LINE:COLUMN")
    }
    return EscapeGraph.Position(line: line, column: column)
  }

  private func value(_ key: String, _ word: String) -> String? {
    word.hasPrefix(key) ? String(word.dropFirst(key.utf8.count)) : nil
  }
}
