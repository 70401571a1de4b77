// ExerciseReader: an author's file → Exercise. The file's first comment is its front matter: settings, an empty comment
// line, the task. Every setting is known, or it is an error with a suggestion; all that is wrong is said at once.
// Relies on: ExerciseText for the halves, Block.read for what the check states.

import BookMarkdown
import BookPrograms

/// Reads one exercise.
package struct ExerciseReader {
  static let keys = ["exercise", "title", "minutes", "fails", "passes", "runs", "forbids", "hint"]
  private static let remedy =
    "the first comment holds 'key: value' lines (\(keys.joined(separator: ", "))), '//', and the task"

  private let file: String
  private let path: String
  private var settings: [Setting] = []
  private var task: [String] = []
  /// The line (1-based) after the first comment.
  private var end = 1
  private var problems: [Problem] = []

  /// A line of the front matter, with those that continue it.
  private struct Setting {
    var key: String
    var value: String
    /// Where the key and the value begin.
    var position: SourcePosition
    var valuePosition: SourcePosition
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - path: Relative to the folder of exercises: `01/1-name.swift`.
  ///   - file: How messages name it.
  /// - Returns: The exercise, unless something is wrong.
  package static func read(_ text: String, path: String, file: String) -> (Exercise?, [Problem]) {
    var reader = ExerciseReader(path: path, file: file)
    let exercise = reader.read(text)
    return (reader.problems.isEmpty ? exercise : nil, reader.problems)
  }

  private init(path: String, file: String) {
    self.path = path
    self.file = file
  }

  private mutating func read(_ text: String) -> Exercise? {
    readComment(SourceLines(text).lines.map(\.text))
    guard !settings.isEmpty else {
      if problems.isEmpty {
        fail(.start, "this file does not begin with an exercise's settings", Self.remedy)
      }
      return nil
    }
    checkKeys()
    let id = readID()
    let fault = readFault()
    let forbidden = readForbidden(fault)
    let options = settings(of: "runs") + settings(of: "passes")
    checkOptions()
    if task.isEmpty {
      fail(lastPosition, "this exercise asks for nothing", "write the task after an empty '//'")
    }
    guard let halves = halves(of: text) else { return nil }
    checkHalves(halves, options.map { .init(text: $0.value, position: $0.valuePosition) })
    guard let id, let fault else { return nil }
    return Exercise(
      id: id, title: value(of: "title"), minutes: readMinutes(), task: task,
      hints: settings(of: "hint").map(\.value), fault: fault,
      faultPosition: settings(of: "fails").first?.position ?? .start, forbidden: forbidden,
      options: options.map { .init(text: $0.value, position: $0.valuePosition) }, text: halves, path: path)
  }

  // MARK: The first comment

  private mutating func readComment(_ lines: [String]) {
    var isTask = false
    for (index, line) in lines.enumerated() {
      guard line.hasPrefix("//"), !line.hasPrefix(ExerciseText.markBeginning) else { break }
      end = index + 2
      let text = line.dropFirst(2)
      let content = text.drop { $0 == " " }
      if isTask {
        task.append(String(content))
      } else if content.isEmpty {
        isTask = true
      } else if text.hasPrefix("   "), !settings.isEmpty {
        settings[settings.count - 1].value += " " + content
      } else {
        readSetting(String(content), .init(line: index + 1, column: 3 + text.count - content.count))
      }
    }
    while task.last?.isEmpty == true { task.removeLast() }
    while task.first?.isEmpty == true { task.removeFirst() }
  }

  private mutating func readSetting(_ content: String, _ position: SourcePosition) {
    let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].contains(" ") else {
      return fail(position, "this line is no setting", Self.remedy)
    }
    let key = String(parts[0])
    guard Self.keys.contains(key) else {
      return fail(
        position, "unknown setting '\(key)'\(Suggestion.phrase(for: key, among: Self.keys))",
        "settings are: \(Self.keys.joined(separator: ", "))")
    }
    let value = parts[1].drop { $0 == " " }
    var valuePosition = position
    valuePosition.column += key.utf8.count + 1 + (parts[1].utf8.count - value.utf8.count)
    if value.isEmpty { fail(position, "'\(key)' wants a value", "\(key): …") }
    settings.append(
      Setting(key: key, value: String(value), position: position, valuePosition: valuePosition))
  }

  private mutating func checkKeys() {
    for key in ["exercise", "title", "minutes", "fails", "hint"]
    where !settings.contains(where: { $0.key == key }) {
      fail(settings[0].position, "this exercise has no '\(key)'", "add '// \(key): …'")
    }
    for key in Self.keys where key != "hint" && key != "fails" {
      for again in settings(of: key).dropFirst() {
        fail(again.position, "'\(key)' stands here twice", "keep one")
      }
    }
    _ = readMinutes()
  }

  private mutating func readID() -> Exercise.ID? {
    guard let setting = settings(of: "exercise").first, !setting.value.isEmpty else { return nil }
    guard let id = Exercise.ID(setting.value) else {
      fail(setting.valuePosition, "'\(setting.value)' is no exercise's number", "chapter and number: 1.2")
      return nil
    }
    let parts = path.split(separator: "/")
    let numbers = [parts.first, parts.last?.prefix { $0 != "-" }].map { $0.flatMap { Int($0) } }
    if numbers != [id.chapter, id.number] {
      fail(
        setting.valuePosition, "this file's place says another number than \(id)",
        "exercise \(id) belongs into \(id.chapter < 10 ? "0" : "")\(id.chapter)/\(id.number)-NAME.swift")
    }
    return id
  }

  /// The minutes; says once what is wrong with them.
  private mutating func readMinutes() -> Int {
    guard let setting = settings(of: "minutes").first, !setting.value.isEmpty else { return 0 }
    if let minutes = Int(setting.value), (1...120).contains(minutes) { return minutes }
    let problem = Problem(
      "exercise", file, setting.valuePosition, "'\(setting.value)' is no number of minutes",
      remedy: "1 to 120")
    if !problems.contains(problem) { problems.append(problem) }
    return 0
  }

  // MARK: The fault

  private mutating func readFault() -> Fault? {
    let all = settings(of: "fails").filter { !$0.value.isEmpty }
    guard let first = all.first else { return nil }
    let kind = first.value.prefix { $0 != " " && $0 != "=" && $0 != "<" }
    if kind == "prints" {
      let lines = all.compactMap { printed($0) }
      return lines.count == all.count ? .prints(lines.joined(separator: "\n")) : nil
    }
    if all.count > 1 {
      fail(
        all[1].position, "an exercise fails in one way; this is its second",
        "only 'prints' may stand there again")
    }
    let rest = first.value.dropFirst(kind.count).drop { $0 == " " }
    switch kind {
    case "error": return named(rest, first, "fails: error cannot_find_in_scope").map { .error(name: $0) }
    case "crash": return .crash(message: rest.isEmpty ? nil : String(rest))
    case "timeout": return .timeout
    case "uses": return named(rest, first, "fails: uses class").map { .uses($0) }
    case "allocs": return count(rest, first, "allocations").map { .allocations($0) }
    case "leaks": return count(rest, first, "leaks").map { .leaks($0) }
    default:
      let kinds = ["prints", "error", "crash", "timeout", "allocs", "leaks", "uses"]
      fail(
        first.valuePosition,
        "an exercise cannot fail by '\(kind)'\(Suggestion.phrase(for: String(kind), among: kinds))",
        "ways to fail are: \(kinds.joined(separator: ", "))")
      return nil
    }
  }

  /// The text of `prints "…"`.
  private mutating func printed(_ setting: Setting) -> String? {
    let text = setting.value.dropFirst("prints".count).drop { $0 == " " }
    guard setting.value.hasPrefix("prints"), text.count >= 2, text.first == "\"", text.last == "\"" else {
      fail(
        setting.valuePosition, "what it prints stands in straight quotes", "fails: prints \"…\", a line each")
      return nil
    }
    return String(text.dropFirst().dropLast())
  }

  private mutating func count(_ rest: Substring, _ setting: Setting, _ what: String) -> Int? {
    if rest.first == "=", let count = Int(rest.dropFirst()), count >= 0 { return count }
    let kind = setting.value.prefix { $0.isLetter }
    fail(setting.valuePosition, "'\(setting.value)' is no count of \(what)", "fails: \(kind)=3")
    return nil
  }

  private mutating func named(_ name: Substring, _ setting: Setting, _ remedy: String) -> String? {
    if !name.isEmpty, !name.contains(" ") { return String(name) }
    fail(setting.valuePosition, "'\(setting.value)' wants one name", remedy)
    return nil
  }

  private mutating func readForbidden(_ fault: Fault?) -> [String] {
    let words = settings(of: "forbids").first?.value.split(whereSeparator: { $0 == "," || $0 == " " }).map(
      String.init)
    if case .uses(let word)? = fault, !(words ?? []).contains(word) {
      fail(
        settings(of: "fails")[0].valuePosition, "'\(word)' is not forbidden, so nothing can fail by it",
        "forbids: \(word)")
    }
    return words ?? []
  }

  // MARK: The halves

  /// What a check may bound stands in `passes`, how it is run in `runs`.
  private mutating func checkOptions() {
    for (key, known) in [("runs", ["optimized", "timeout"]), ("passes", ["allocs", "leaks", "unordered"])] {
      for setting in settings(of: key) {
        for word in setting.value.split(separator: " ") {
          let name = String(word.prefix { $0 != "=" && $0 != "<" })
          guard !known.contains(name) else { continue }
          fail(
            setting.valuePosition,
            "'\(key)' does not know '\(name)'\(Suggestion.phrase(for: name, among: known))",
            "it knows: \(known.joined(separator: ", "))")
        }
      }
    }
  }

  private mutating func halves(of text: String) -> ExerciseText? {
    do {
      return try ExerciseText(
        text, from: end, file: file, remedy: "write '\(ExerciseText.mark)' above what checks the solution")
    } catch {
      problems.append(error)
      return nil
    }
  }

  private mutating func checkHalves(_ halves: ExerciseText, _ options: [Expectation.Line]) {
    let (check, wrong) = Block.read(
      name: "check", options: options, code: halves.check.code, lines: halves.check.lines, file: file)
    for problem in wrong where !problems.contains(where: { $0.position == problem.position }) {
      problems.append(problem)
    }
    if check.expectation.prints.isEmpty, wrong.isEmpty {
      fail(
        halves.check.lines[0], "this check does not say what a solution prints",
        "print something there, with // Prints \"…\" behind it")
    }
    if !halves.own.code.contains(where: { !$0.isWhitespace }) {
      fail(halves.own.lines[0], "there is nothing to solve here", "put the unsolved code above the check")
    }
  }

  // MARK: Finding

  private func settings(of key: String) -> [Setting] { settings.filter { $0.key == key } }
  private func value(of key: String) -> String { settings(of: key).first?.value ?? "" }
  private var lastPosition: SourcePosition { .init(line: max(end - 1, 1), column: 1) }

  private mutating func fail(_ position: SourcePosition, _ message: String, _ remedy: String) {
    problems.append(Problem("exercise", file, position, message, remedy: remedy))
  }
}

extension SourcePosition {
  /// The beginning of a file.
  static var start: SourcePosition { .init(line: 1, column: 1) }
}
