// The compiler's text as values: what a message says may look like the frame around it.

import Testing
import Toolchain

private func parse(_ text: String) -> [CompilerDiagnostic] { CompilerDiagnostic.parse(text).diagnostics }

@Test("a diagnostic's name is taken off, and brackets in its message are not")
func brackets() throws {
  let found = parse(
    """
    Chapters/en/07-x.md:42:14: error: cannot convert value of type '[Int]' to specified type 'Int' [cannot_convert_initializer_value]
    let s: Int = []
                 ^~
    """)
  let only = try #require(found.first)
  #expect(found.count == 1)
  #expect(only.name == "cannot_convert_initializer_value")
  #expect(only.message == "cannot convert value of type '[Int]' to specified type 'Int'")
  #expect((only.file, only.line, only.column, only.severity) == ("Chapters/en/07-x.md", 42, 14, "error"))
}

@Test(
  "a group stands before or after the name, and both go",
  arguments: ["[#StrictConcurrency] [some_name]", "[some_name] [#StrictConcurrency]"])
func groups(_ suffix: String) {
  let found = parse("a.md:3:1: warning: something is [odd] \(suffix)\n")
  #expect(found.map(\.name) == ["some_name"])
  #expect(found.map(\.message) == ["something is [odd]"])
}

@Test("a name without an underscore is a name")
func shortName() {
  #expect(parse("a.md:1:1: error: expected expression [expected]").map(\.name) == ["expected"])
}

@Test("a line of the source that reads like a diagnostic is none")
func excerpt() {
  let found = parse(
    """
    a.md:1:14: error: cannot convert [one_name]
    let x: Int = "b.md:7:7: error: not this [other_name]"
                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    a.md:2:1: note: but this [third_name]

    ^
    """)
  #expect(found.map(\.name) == ["one_name", "third_name"])
}

@Test("a message that quotes another keeps its own place and severity")
func quoting() {
  let found = parse("a.md:3:4: warning: b.md:7:8: error: quoted [some_name]")
  #expect(found.map { "\($0.file) \($0.line) \($0.column) \($0.severity)" } == ["a.md 3 4 warning"])
}

@Test("a colon in a file's name belongs to the name")
func colon() {
  #expect(parse("a:b.md:3:4: error: x [some_name]").map(\.file) == ["a:b.md"])
}

@Test("what the compiler says without a place is kept")
func rest() {
  let (found, rest) = CompilerDiagnostic.parse("<unknown>:0: error: no such module\n\nmore\n")
  #expect(found == [])
  #expect(rest == "<unknown>:0: error: no such module\nmore\n")
}
