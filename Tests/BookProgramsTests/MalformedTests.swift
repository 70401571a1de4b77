// MalformedTests: chapters that are written wrong, each with the complaint that its author sees: the rule, the place,
// and what the message says. A table, because the reader is one function from a text to complaints.
// Relies on: BookPrograms' BlockReader.

import BookMarkdown
import BookPrograms
import Testing

/// A chapter and its complaint.
struct Malformed: Sendable, CustomTestStringConvertible {
  var what: String
  var text: String
  var rule: String
  var line: Int
  var column: Int
  var message: String
  var testDescription: String { what }

  init(_ what: String, _ text: String, _ rule: String, _ line: Int, _ column: Int, _ message: String) {
    self.what = what
    self.text = text
    self.rule = rule
    self.line = line
    self.column = column
    self.message = message
  }

  /// A Swift fence whose one option word is wrong.
  static func option(_ words: String, at column: Int, _ message: String) -> Malformed {
    Malformed(words, "```swift \(words)\nprint(1)\n```\n", "option", 1, column, message)
  }

  /// A Swift fence whose code is wrong.
  static func code(
    _ what: String, _ head: String, _ code: String, _ rule: String, _ line: Int, _ column: Int,
    _ message: String
  ) -> Malformed {
    Malformed(what, "```swift\(head.isEmpty ? "" : " " + head)\n\(code)\n```\n", rule, line, column, message)
  }
}

private let fences: [Malformed] = [
  .init("unclosed fence", "a\n\n```swift\nlet a = 1\nb\n", "fence", 3, 1, "never closed"),
  .init("unclosed fence in a list", "- a\n\n  ```swift\n  let a = 1\n\nb\n", "fence", 3, 3, "never closed"),
  .init("unclosed fence in a quote", "> ```swift\n> let a = 1\n\nb\n", "fence", 1, 3, "never closed"),
  .init("closing fence too short", "````swift\nlet a = 1\n```\n", "fence", 1, 1, "never closed"),
  .init("closing fence with words", "```swift\nlet a = 1\n``` end\n", "fence", 1, 1, "never closed"),
  .init(
    "backtick in the info string", "```swift a`b\nlet a = 1\n~~~\n", "fence", 1, 1, "begins like a fence"),
  .init("unclosed hidden setup", "<!-- swift\nlet a = 1\n\n```swift\n```\n", "comment", 1, 1, "never closed"),
  .init(
    "'-->' in a string of hidden setup", "<!-- swift\nlet a = \"-->\"\nlet b = 1\n-->\n", "comment", 1, 1,
    "-->"),
]

private let options: [Malformed] = [
  .option("crahs", at: 10, "did you mean 'crash'?"),
  .option("optimised", at: 10, "did you mean 'optimized'?"),
  .option("zzzzzz", at: 10, "unknown option 'zzzzzz'"),
  .option("crash crash", at: 16, "stands here twice"),
  .option("id=", at: 10, "wants a value"),
  .option("id=\"a b\"", at: 10, "is no name for 'id'"),
  .option("id=Größe", at: 10, "is no name for 'id'"),
  .option("skip=\"never ends", at: 10, "never closed"),
  .option("skip", at: 10, "wants a reason"),
  .option("skip=\"\"", at: 10, "wants a reason"),
  .option("skip=\"  \"", at: 10, "wants a reason"),
  .option("allocs<3", at: 10, "not a bound on allocations"),
  .option("allocs<=-1", at: 10, "not a bound on allocations"),
  .option("allocs<=99999999999999999999", at: 10, "not a bound on allocations"),
  .option("allocs", at: 10, "not a bound on allocations"),
  .option("timeout=0s", at: 10, "not a limit in seconds"),
  .option("timeout=61s", at: 10, "not a limit in seconds"),
  .option("timeout=10", at: 10, "not a limit in seconds"),
  .option("timeout=1h", at: 10, "not a limit in seconds"),
  .option("include=a.swift#", at: 10, "names no slice"),
  .option("crash=1", at: 10, "takes no value"),
  .option("unordered=yes", at: 10, "takes no value"),
  .option("group=", at: 10, "wants a value"),
  .option("crash error", at: 16, "cannot stand together with 'crash'"),
  .option("crash no-run", at: 16, "cannot stand together with 'crash'"),
  .option("crash parse", at: 16, "cannot stand together with 'crash'"),
  .option("crash skip=\"x\"", at: 16, "cannot stand together with 'crash'"),
  .option("crash unordered", at: 16, "cannot stand together with 'crash'"),
  .option("crash allocs=1", at: 16, "cannot stand together with 'crash'"),
  .option("no-run parse", at: 17, "cannot stand together with 'no-run'"),
  .option("no-run allocs=1", at: 17, "cannot stand together with 'no-run'"),
  .option("no-run unordered", at: 17, "cannot stand together with 'no-run'"),
  .option("no-run timeout=5s", at: 17, "cannot stand together with 'no-run'"),
  .option("parse optimized", at: 16, "cannot stand together with 'parse'"),
  .option("parse allocs=1", at: 16, "cannot stand together with 'parse'"),
  .option("parse group=a", at: 16, "cannot stand together with 'parse'"),
  .option("optimized parse", at: 10, "cannot stand together with 'parse'"),
  .code("error optimized", "error optimized", "x // error: y", "option", 1, 16, "together with 'error'"),
  .code("error allocs", "error allocs=1", "x // error: y", "option", 1, 16, "together with 'error'"),
  .code("error no-run", "error no-run", "x // error: y", "option", 1, 16, "together with 'error'"),
]

private let outputs: [Malformed] = [
  .init("output without a program", "a\n\n```output\n1\n```\n", "output", 3, 1, "without a block above"),
  .init("text between", "```swift\n```\n\na\n\n```output\n1\n```\n", "output", 6, 1, "without a block above"),
  .init("parse with output", "```swift parse\nx\n```\n```output\n1\n```\n", "output", 4, 1, "is not run"),
  .init("no-run with output", "```swift no-run\nx\n```\n```output\n1\n```\n", "output", 4, 1, "is not run"),
  .init(
    "two outputs", "```swift\n```\n```output\n1\n```\n```output\n2\n```\n", "output", 6, 1,
    "second output block"),
  .init(
    "output and Prints", "```swift\nprint(1) // Prints \"1\"\n```\n```output\n1\n```\n", "output", 4, 1,
    "with // Prints"),
  .init(
    "output with an option", "```swift\n```\n```output x\n1\n```\n", "option", 3, 11, "unknown option 'x'"),
  .code("Prints with single quotes", "", "print(1) // Prints '1'", "output", 2, 10, "straight quotes"),
  .code("Prints with curly quotes", "", "print(1) // Prints “1”", "output", 2, 10, "straight quotes"),
  .code("Prints and nothing", "", "print(1) // Prints", "output", 2, 10, "straight quotes"),
  .code("Prints, unclosed", "", "print(1) // Prints \"1", "output", 2, 10, "never closed"),
  .code("prints in lower case", "", "print(1) // prints \"1\"", "output", 2, 10, "capital"),
  .code("Prints in no-run", "no-run", "print(1) // Prints \"1\"", "output", 2, 10, "is not run"),
]

private let diagnostics: [Malformed] = [
  .code(
    "caret without a message", "error", "let x = y\n//      ^\n// error: z", "error", 3, 1,
    "states no message"),
  .code(
    "caret beyond the line", "error", "let x = y\n//             ^ error: z", "error", 3, 1, "beyond the end"),
  .code("caret above the first line", "error", "// ^ error: z\nlet x = y", "error", 2, 1, "no line of code"),
  .code("error without a caret", "error", "let x = y", "error", 2, 1, "states no error"),
  .code("only a warning in error", "error", "let x = y\n// warning: z", "error", 2, 1, "states no error"),
  .code("caret without error", "", "let x = y\n//      ^ error: z", "error", 3, 1, "not marked 'error'"),
  .code("Fatal error without crash", "", "f()\n// Fatal error: z", "crash", 3, 1, "not marked 'crash'"),
  .code(
    "two messages of one crash", "crash", "f()\n// Fatal error: z\n// Fatal error: y", "crash", 4, 1,
    "crashes once"),
  .code("#sourceLocation", "", "  #sourceLocation(file: \"a\", line: 1)", "source", 2, 1, "would hide"),
]

private let groups: [Malformed] = [
  .init("id twice", "```swift id=a\n```\n\n```swift id=a\n```\n", "id", 4, 1, "already used at x.md:1"),
  .init("group once", "```swift group=a\n```\n", "group", 1, 1, "has one block only"),
  .init(
    "different flags", "```swift group=a\n```\n\n```swift group=a optimized\n```\n", "group", 4, 1,
    "'optimized', but"),
  .init(
    "error before its group", "```swift error group=a\nx // error: y\n```\n\n```swift group=a\n```\n",
    "group", 1, 1,
    "before it is defined"),
  .init(
    "value of an unknown group", "a <!-- value group=b x -->1<!-- /value -->\n", "group", 1, 3,
    "no block defines"),
]

private let values: [Malformed] = [
  .init("value never closed", "a <!-- value x -->1\n", "value", 1, 3, "never closed"),
  .init("value across paragraphs", "a <!-- value x -->1\n\n<!-- /value -->\n", "value", 1, 3, "never closed"),
  .init(
    "closed twice", "<b>a</b> <!-- value x -->1<!-- /value --><!-- /value -->\n", "value", 1, 42,
    "closes nothing"),
  .init(
    "nested value", "a <!-- value x --><!-- value y -->1<!-- /value -->\n", "value", 1, 19, "inside a value"),
  .init("closed by another", "a <!-- value x -->1<!-- /measured -->\n", "value", 1, 20, "closes a 'value'"),
  .init("value over two lines", "a <!-- value x -->1\n2<!-- /value -->\n", "value", 1, 3, "one line"),
  .init("empty expression", "a <!-- value -->1<!-- /value -->\n", "value", 1, 3, "without an expression"),
  .init("empty claim", "a <!-- verify -->\n", "value", 1, 3, "without an expression"),
  .init("empty claim on its own line", "<!-- verify -->\n", "value", 1, 1, "without an expression"),
  .init("figure in a paragraph", "a <!-- figure x: lesson y -->\n", "figure", 1, 3, "line of its own"),
  .init("figure without a command", "<!-- figure x -->\n", "figure", 1, 1, "a name and a command"),
  .init("setup in a paragraph", "a <!-- swift x -->\n", "comment", 1, 3, "lines of its own"),
]

private let consoles: [Malformed] = [
  .init("console without a command", "```console\n```\n", "console", 1, 1, "without a command"),
  .init("console without '$ '", "```console\nlesson list\n```\n", "console", 2, 1, "without a command above"),
  .init("no exit status", "```console\n$ lesson list\n? x\n```\n", "console", 3, 1, "no exit status"),
  .init("exit status 0", "```console\n$ lesson list\n? 0\n```\n", "console", 3, 1, "no exit status"),
  .init("command not allowed", "```console\n$ rm -rf /\n```\n", "console", 2, 1, "may not be run"),
  .init("command misspelt", "```console\n$ leson list\n```\n", "console", 2, 1, "did you mean 'lesson'?"),
  .init("unclosed quote in a command", "```console\n$ lesson \"a\n```\n", "console", 2, 1, "never closed"),
  .init(
    "peer without an include", "```c measured=x\nint a;\n```\n", "include", 1, 4, "included from the tree"),
]

@Suite("Malformed chapters")
struct MalformedTests {
  private func problems(_ text: String) -> [Problem] {
    BlockReader.read(Document.parse(text, file: "x.md", extensions: .all)).problems
  }

  @Test(
    "a mistake is named at its place",
    arguments: fences + options + outputs + diagnostics + groups + values + consoles)
  func named(_ malformed: Malformed) {
    let found = problems(malformed.text)
    let isThere = found.contains {
      $0.rule == malformed.rule && $0.position == .init(line: malformed.line, column: malformed.column)
        && ($0.message.contains(malformed.message) || $0.remedy?.contains(malformed.message) == true)
    }
    #expect(
      isThere, "found \(found.map { "\($0.position.line):\($0.position.column) [\($0.rule)] \($0.message)" })"
    )
  }

  @Test("a mistake in one block leaves the next one whole", arguments: options)
  func nothingLost(_ malformed: Malformed) {
    let text = malformed.text + "\n```swift id=after-it\nprint(2)\n```\n"
    let chapter = BlockReader.read(Document.parse(text, file: "x.md", extensions: .all))
    #expect(chapter.blocks.count == 2)
    #expect(chapter.blocks.last?.name == "after-it")
    #expect(chapter.blocks.last?.code == "print(2)\n")
  }

  @Test(
    "what is right is never complained about",
    arguments: [
      "```swift id=a crash timeout=60s optimized\nf() // Prints \"x\"\n// Fatal error: y\n```\n",
      "```swift unordered allocs<=3\nprint(1)\n```\n```output\n1\n```\n```output stderr\nx\n```\n",
      "```swift\nlet a = \"// Prints '\" // Prints each value\n```\n",
      "```swift error\nlet x: Int = \"a\"\n//           ^ error: cannot convert\n```\n",
      "```console\n$ lesson list\n> --all\nx\n? 3\n```\n", "````swift\nlet a = \"\"\"\n```\n\"\"\"\n````\n",
      "```text crahs\n```\n", "    ```swift crahs\n    ```\n",
      "a <!-- a comment --> <!-- verify 1 == 1 -->\n",
      "> [!NOTE]\n> ```swift\n> print(1)   // Prints \"1\"\n> ```\n",
    ])
  func right(_ text: String) { #expect(problems(text).isEmpty) }

  @Test("one id in two chapters is named with both places")
  func sharedIDs() {
    let chapters = ["a.md", "b.md"].map {
      BlockReader.read(Document.parse("\n```swift id=same\n```\n", file: $0, extensions: .all))
    }
    let found = Chapter.sharedNames(in: chapters)
    #expect(found.map(\.message) == ["id 'same' is already used at a.md:2"])
    #expect(found.map(\.file) == ["b.md"])
  }
}
