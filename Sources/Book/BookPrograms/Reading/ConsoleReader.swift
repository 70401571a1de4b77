// ConsoleReader: a ```console transcript → commands with what each prints. `$ ` starts a command, `> `
// continues it, `? N` states an exit status other than 0, all else is output.
// Relies on: InfoString's splitting, so that quotes work as in a fence.

import BookMarkdown

/// Reads a transcript.
struct ConsoleReader {
  let file: String
  /// Programs that may be started.
  let allowed: [String]
  var commands: [Expectation.Command] = []
  var problems: [Problem] = []

  static func read(
    _ code: String, lines: [SourcePosition], allowed: [String], file: String, fence: SourcePosition
  ) -> ([Expectation.Command], [Problem]) {
    var reader = ConsoleReader(file: file, allowed: allowed)
    for (index, line) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where index < lines.count {
      reader.read(line, at: lines[index])
    }
    if reader.commands.isEmpty, reader.problems.isEmpty {
      reader.fail(fence, "a console block without a command", "start a line with '$ '")
    }
    for command in reader.commands { reader.check(command) }
    return (reader.commands, reader.problems)
  }

  private mutating func read(_ line: Substring, at position: SourcePosition) {
    if line.hasPrefix("$ ") {
      let text = String(line.dropFirst(2))
      commands.append(
        .init(words: [], text: text, position: position, status: 0, output: "", lines: []))
    } else if commands.isEmpty {
      return fail(position, "output without a command above it", "start a command with '$ '")
    } else if line.hasPrefix("> "), commands[commands.count - 1].lines.isEmpty {
      commands[commands.count - 1].text += " " + line.dropFirst(2).trimmingSpaces
    } else if line.hasPrefix("? ") {
      guard let status = Int(line.dropFirst(2).trimmingSpaces), (1...255).contains(status) else {
        return fail(position, "'\(line)' is no exit status", "? 1, from 1 to 255; 0 needs no line")
      }
      commands[commands.count - 1].status = status
    } else {
      commands[commands.count - 1].output += line + "\n"
      commands[commands.count - 1].lines.append(position)
    }
    commands[commands.count - 1].words = InfoString.split(commands[commands.count - 1].text).map { word in
      word.text.filter { $0 != "\"" }
    }
  }

  private mutating func check(_ command: Expectation.Command) {
    if InfoString.split(command.text).contains(where: { !$0.isClosed }) {
      fail(command.position, "a quote in this command is never closed", "close it with \"")
    } else if let program = command.words.first, !allowed.contains(program) {
      fail(
        command.position,
        "'\(program)' may not be run from a chapter\(Suggestion.phrase(for: program, among: allowed))",
        "allowed are \(allowed.joined(separator: ", ")); Contents.md names them under 'commands'")
    } else if command.words.isEmpty {
      fail(command.position, "a command without words", "$ lesson …")
    }
  }

  private mutating func fail(_ position: SourcePosition, _ message: String, _ remedy: String) {
    problems.append(Problem("console", file, position, message, remedy: remedy))
  }
}
