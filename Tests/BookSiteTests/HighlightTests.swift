// What a highlighter must never do (lose or change a byte), on sources of our own, on this package's and on random
// bytes; and what it should see, snippet by snippet.

import BookSite
import Foundation
import Testing

import struct BookSite.HTML

@Suite struct HighlightTests {
  /// `k:import t:Probe`: the pieces with a kind, in order.
  private func kinds(_ source: String, _ language: String = "swift") -> String {
    let bytes = Array(source.utf8)
    return Highlight.pieces(of: bytes, language: language).compactMap { piece in
      piece.kind.map { "\($0.rawValue):" + String(decoding: bytes[piece.range], as: UTF8.self) }
    }.joined(separator: " ")
  }

  private func joined(_ bytes: [UInt8], _ language: String) -> [UInt8] {
    Highlight.pieces(of: bytes, language: language).flatMap { bytes[$0.range] }
  }

  @Test(
    "pieces joined are the source, on random bytes", arguments: ["swift", "c", "go", "java", "rust", "text"])
  func losesNothing(language: String) {
    var random = SplitMix(seed: 42)
    let alphabet = Array("\"\"\"##\\()(){}[]/*/ \n'`@#$.0x1e_aZ让\r\t:=,r".utf8)
    for round in 0..<3_000 {
      let count = Int(random.next() % 60)
      let bytes = (0..<count).map { _ in
        round % 3 == 0
          ? UInt8(truncatingIfNeeded: random.next()) : alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      #expect(joined(bytes, language) == bytes, "\(bytes)")
    }
  }

  @Test("pieces cover the source in order, without neighbors of one kind")
  func covers() {
    let bytes = Array("let a = \"x\\(1 + b[\"y\"])z\" /* a /* b */ c */ + #\"\\#(2)\"#".utf8)
    let pieces = Highlight.pieces(of: bytes, language: "swift")
    #expect(pieces.first?.range.lowerBound == 0)
    #expect(pieces.last?.range.upperBound == bytes.count)
    for (one, other) in zip(pieces, pieces.dropFirst()) {
      #expect(one.range.upperBound == other.range.lowerBound)
      #expect(one.kind != other.kind)
    }
  }

  @Test("every source of this package comes back whole from its tags")
  func ownSources() throws {
    let sources = FixtureBook.fixtures.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources")
    let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
    let swift = files.filter { $0.hasSuffix(".swift") }
    #expect(swift.count > 50)
    for file in swift {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      var html = HTML()
      html.source(text, language: "swift")
      #expect(FixtureBook.withoutTags(html.string) == text, "\(file)")
    }
  }

  @Test("deep nesting of interpolations and comments is read without recursion")
  func deep() {
    let strings = Array(String(repeating: "\"\\(", count: 50_000).utf8)
    #expect(joined(strings, "swift") == strings)
    let comments = Array(String(repeating: "/*", count: 50_000).utf8)
    #expect(joined(comments, "swift") == comments)
  }

  @Test(
    "Swift's pieces are what a reader sees",
    arguments: [
      ("import Probe", "k:import t:Probe"),
      ("func add(_ a: Int) {}", "k:func f:add t:Int"),
      ("let a = 0x1F_p3 + 1_000.5e-3 + 1...3", "k:let n:0x1F_p3 n:1_000.5e-3 n:1 n:3"),
      ("pair.0.1", "n:0 n:1"),
      ("a.default.self.type", "k:self"),
      ("case .init(let x): break", "k:case k:init k:let k:break"),
      ("f(in: 1, for: 2)", "n:1 n:2"),
      ("let x: any P = some", "k:let k:any t:P"),
      ("some(any)", ""),
      ("var area: Int { get set }", "k:var t:Int k:get k:set"),
      ("@MainActor #if DEBUG", "k:@MainActor k:#if t:DEBUG"),
      ("`class` $0", ""),
      ("\"a\\(b + 1)c\"", "s:\"a\\( n:1 s:)c\""),
      ("\"a\\(f(\"b\", (1)))c\" d", "s:\"a\\( s:\"b\" n:1 s:)c\""),
      ("#\"\\(no) \\#(1)\"# x", "s:#\"\\(no) \\#( n:1 s:)\"#"),
      ("\"\"\"\n a \"b\" \\\"\"\" c\n\"\"\" d", "s:\"\"\"\n a \"b\" \\\"\"\" c\n\"\"\""),
      ("\"open\nlet a = 1", "s:\"open k:let n:1"),
      ("a / b / c", ""),
      ("let r = /a[/]b/ // c", "k:let s:/a[/]b/ c:// c"),
      ("x = #/a\nb/#", "s:#/a\nb/#"),
      ("/* a /* b */ c */ d", "c:/* a /* b */ c */"),
      ("self / 2 / x", "k:self n:2"),
    ])
  func swift(source: String, expected: String) {
    #expect(kinds(source) == expected)
  }

  @Test(
    "the other languages' pieces are what a reader sees",
    arguments: [
      (
        "c", "#include <stdio.h>\nint main(void) { return 0x1F; } // x",
        "k:#include t:int t:void k:return n:0x1F c:// x"
      ),
      ("c", "char c = '\\''; char *s = \"a\\\"b\";", "t:char s:'\\'' t:char s:\"a\\\"b\""),
      ("go", "func main() { s := `a\nb` }", "k:func f:main s:`a\nb`"),
      ("go", "func (p *Point) Move() error", "k:func t:error"),
      (
        "java", "@Override public String name() { return null; }",
        "k:@Override k:public t:String k:return k:null"
      ),
      ("rust", "fn f<'a>(x: &'a str) -> char { 'x' }", "k:fn f:f t:'a t:'a t:str t:char s:'x'"),
      ("text", "let a = 1", ""),
    ])
  func others(language: String, source: String, expected: String) {
    #expect(kinds(source, language) == expected)
  }
}

/// Numbers that look random and are the same in every run.
/// Source: Steele, Lea & Flood 2014, SplitMix64.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
