// Texts that no one writes: long, deep, and made to cost. Each must parse, and be walked, without a crash; a
// limit on the whole test's time would catch an exponential blow-up.

import BookMarkdown
import Testing

private func depth(_ node: Node) -> Int { 1 + (node.children.map(depth).max() ?? 0) }

/// Parses and goes over all that is made, so that nothing deep is left unread.
private func weigh(_ text: String) -> Int {
  let document = Document.parse(text, file: "r.md")
  var count = 0
  document.root.walk { _ in count += 1 }
  // A hundred blocks and a hundred inlines, with what stands between and above them.
  #expect(depth(document.root) < 210)
  #expect(Document.parse(text, file: "r.md") == document)
  return count + HTMLWriter.render(document).utf8.count
}

@Test(
  "deep nesting of every kind becomes a tree that can be walked", .timeLimit(.minutes(1)),
  arguments: [
    ">", "> ", "- ", "1. ", "> - ", "*a ", "**a ", "*a **b ", "[", "![", "[a](", "<", "`", "~~~\n> ",
    "[^1]: ", "> [!NOTE]\n",
    "| a ", "|-|\n", "\\", "&amp;", "<!--", "#", "_a", "[a]: b\n", "- - -\n", "\t", "&#1;",
  ])
func deep(piece: String) {
  for count in [50, 1_000, 20_000] { #expect(weigh(String(repeating: piece, count: count)) > 0) }
}

@Test(
  "balanced deep nesting is cut to text below the limit",
  arguments: [("*a ", "b* "), ("[a ", "](u) "), ("**", "x** ")])
func balanced(open: String, close: String) {
  let text = String(repeating: open, count: 5_000) + "x" + String(repeating: close, count: 5_000)
  #expect(weigh(text) > 5_000)
}

@Test("200 KB of made-up text parse whole", .timeLimit(.minutes(1)))
func long() {
  for seed in 1...3 as ClosedRange<UInt64> {
    var text = ""
    for piece in Corpus.madeUp(3_000, seed: seed, length: 80) where text.utf8.count < 200_000 {
      text += piece
    }
    #expect(text.utf8.count >= 200_000)
    #expect(weigh(text) > 200_000)
  }
}

@Test("200 KB of random bytes, read as UTF-8 with replacements, parse whole", .timeLimit(.minutes(1)))
func noise() {
  var random = SplitMix(state: 7)
  let bytes = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
  #expect(weigh(String(decoding: bytes, as: UTF8.self)) > 100_000)
}

@Test("many tables and many definitions together cost no more than their sum", .timeLimit(.minutes(1)))
func tablesAndDefinitions() {
  let tables = String(repeating: "|a|b|\n|-|-|\n|[r1]|c|\n\n", count: 4_000)
  let definitions = (0..<4_000).map { "[r\($0)]: /u\($0)\n" }.joined()
  let footnotes = (0..<2_000).map { "T[^\($0)]\n\n[^\($0)]: note\n\n" }.joined()
  #expect(weigh(tables + definitions + footnotes) > 100_000)
}
