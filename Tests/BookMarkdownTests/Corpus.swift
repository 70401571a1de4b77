// Corpus: the texts that the tests of places go over: pieces of every kind in every container, and made-up
// ones.
// Relies on nothing. The made-up texts are the same in every run.

/// Texts to parse.
enum Corpus {
  static let pieces = [
    "Plain *emphasis* and **strong** and ***both*** with `code` and <!-- a comment --> here.\n",
    "Two lines with `code\nover` and *two\nlines* and <b\nid=\"x\">tags</b>, ``a ` b``.\n",
    "A [link](target.md \"a title\"), ![image *alt*](x.png) and <https://a.example/?a&amp;b>, [ref][r], [r][], [r].\n\n"
      + "[r]: /url\n",
    "[r]: /url\n'title'\nText after a [r] definition.\n",
    "[r]: <a b>\n[s]: /s \"t\"\n\nA [s][r] and [a](<b c> 'd \\' e') and [f](g(h)i).\n",
    "Escapes \\* and \\\\ and &amp; and &copy;&#955;&#x41; &nosuch; and ünïcödé **größe** *a\\*b* end.\n",
    "```swift id=a\nlet a = 1\n\n  let b = 2\n```\n",
    "~~~~\ntilde\n~~~\n~~~~\n",
    "``` not `a fence\n",
    "```\nunclosed\n\nto the end\n",
    "    indented\n\n        deeper\n\tby a tab\n",
    "\tlet t = 1\n",
    "# Heading *one* ##\n\nSetext `two`\nover two\n===\n\nThird\n---\n",
    "[r]: /url\nHeading\n---\n\n[r]: /url\n===\n",
    "Hard  \nbreak and\\\nbackslash  \n   and spaces.\n",
    "<!-- value x -->16<!-- /value --> starts a line\n",
    "<!-- one --><!-- two -->\n<!-- three\nover lines\n-->\nText <!-- value x -->16<!-- /value --> here.\n",
    "<!-- swift group=a\nimport Pool\n\nlet a = 1\n-->\n```swift group=a\na\n```\n",
    "<div>\nraw\n</div>\n\n***\n",
    "| a | b `x\\|y` |\n|---|:-:|\n| *c* | `d\\|e` \\| f |\n| short |\n| one | two | three |\n",
    "Above\n*over* two\na | b\n:-- | --:\n[r] | <!-- c -->\n\n[r]: /r\n",
    "| a |\n|---|\n| b |\n---\nafter\n",
    "Word[^n] text[^Long-Note]. \\[^n] `[^n]` [^none]\n\n[^n]: A note with *emphasis*[^long-note].\n"
      + "[^long-note]: word\n\n    Second paragraph.\n\n    ```swift\n    let a = 1\n    ```\n\nAfter.\n",
    "> [!NOTE]\n> Text *with* `code`.\n>\n> | a |\n> |---|\n> | b |\n",
    "> quote\nlazy *line*\n> > deeper\nlazier `code\n  over` lines\n",
    "- a\n- b\n\n  c\n   1. d\n      e\nlazy\n   2. f\n\n\n10) g\n",
    "-\n  late\n-     code\n- > q\n  > r\n",
    "-    four *spaces*\n\n     more\n\n         code\n\n1)   three\n\n     more `code`\n",
    "> - a\n>\n>   b\n> - c\n>\n\nAfter.\n",
    "-\ta\n\n\tb\n\n\t\tcode\n",
    ">\t- a\n>\t  b\n>\n>\t\tcode\n",
  ]

  /// Every piece in every container, with every kind of line end, and after front matter.
  static let placed = pieces.flatMap { placements(of: $0) }

  private static func placements(of piece: String) -> [String] {
    var result = [piece, quote(piece), item(piece), numbered(piece)]
    result += [quote(quote(piece)), quote(item(piece)), item(quote(piece)), item(item(piece))]
    result += [quote(item(quote(piece))), item(quote(numbered(piece))), "> [!TIP]\n" + quote(piece)]
    result += ["Text\n\n" + piece + "\nText\n", String(piece.dropLast())]
    result += [piece.replacing("\n", with: "\r\n"), quote(piece).replacing("\n", with: "\r\n")]
    result += [piece.replacing("\n", with: "\r"), "\u{FEFF}" + piece]
    return result + ["\u{FEFF}---\ntitle: x\n---\n" + piece]
  }

  static func quote(_ text: String) -> String { prefixed(text, "> ", "> ") }
  static func item(_ text: String) -> String { prefixed(text, "- ", "  ") }
  static func numbered(_ text: String) -> String { prefixed(text, " 12.  ", "      ") }

  private static func prefixed(_ text: String, _ first: String, _ rest: String) -> String {
    var result = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated()
    {
      result += index == 0 ? first : line.isEmpty && rest != "> " ? "" : rest
      result += line + "\n"
    }
    return result
  }

  /// Texts made of Markdown's own marks, thrown together.
  static func madeUp(_ count: Int, seed: UInt64, length: Int) -> [String] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...length, using: &random))
        .map { _ in marks[Int.random(in: 0..<marks.count, using: &random)] }.joined()
    }
  }

  private static let marks = [
    "\n", "\n", "\n", "\n\n", "\n> ", "\n> > ", "\n- ", "\n  ", "\n   ", "\n    ", "\n1. ", "\n+ ", "\n>\t",
    "\t",
    " ", " ", "  ", "a", "b", "word", "ö", "日本", "*", "**", "_", "__", "`", "``", "```", "~~~", "[", "]",
    "](", "(",
    ")", "![", "[r]", "[r]: /u", "[r]: /u 't'", ": ", "<", ">", "<a>", "<!--", "-->", "<b c='d\n'>",
    "<http://a.b>", "&amp;", "&", "&copy;", "&#65;", "\\", "\\\n", "\\|", "|", "| a |", "\n|---|\n",
    "|:-:|-|", "---",
    "===", "***", "# ", "## ", "#", "\"", "'", "[^1]", "\n[^1]: ", "[^1]:", "[!NOTE]", "\n> [!TIP]\n> ",
    "\r\n", "\u{A0}",
    "\u{1F468}\u{200D}\u{1F469}", "e\u{301}", "\u{0}",
  ]
}

/// Random numbers that repeat. Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators,
/// 2014.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
