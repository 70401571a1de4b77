// Alerts: quotes that begin with a line `[!NOTE]` or one of its four fellows.

import BookMarkdown
import Testing

private func root(_ text: String) -> Node { Document.parse(text, file: "a.md").root }

@Test("each of the five words makes an alert, in any case", arguments: Node.Alert.allCases)
func words(alert: Node.Alert) {
  for word in [alert.rawValue, alert.rawValue.lowercased()] {
    let node = root("> [!\(word)]\n> Text *with* more.\n").children[0]
    #expect(node.kind == .alert(alert))
    #expect(node.plainText == "Text with more.")
    #expect(node.children[0].range.start == SourcePosition(line: 2, column: 3))
  }
}

@Test(
  "no other quote is an alert",
  arguments: [
    "> [!HINT]\n> Text\n", "> [!NOTE] Text\n", "> Text\n> [!NOTE]\n", "> [!NOTE]\n", "> \\[!NOTE]\n> Text\n",
    "> *[!NOTE]*\n> Text\n", "[!NOTE]\nText\n", ">     [!NOTE]\n> Text\n",
    "> [!NOTE\\]\n> Text\n", "> [!NOTE]\\\n> Text\n", ">[!NOTE]\\\n ]", "> &#91;!NOTE]\n> Text\n",
    "> [!NOTE]\n> Text\n\n[!note]: /u\n",
  ])
func noAlert(text: String) {
  #expect(first(text) { if case .alert = $0.kind { true } else { false } } == nil)
}

@Test("code in an alert is an ordinary block, with a blank line before it or none", arguments: ["", ">\n"])
func code(blank: String) throws {
  let alert = root("> [!TIP]\n\(blank)> ```swift\n> let a = 1\n> ```\n").children[0]
  #expect(alert.kind == .alert(.tip))
  guard case .codeBlock(let code)? = alert.children.first?.kind else {
    return #expect(Bool(false), "no code")
  }
  #expect(alert.children.count == 1)
  #expect(code.literal == "let a = 1\n")
  #expect(code.lines.first?.column == 3)
  #expect(code.fence?.isClosed == true)
}

@Test("alerts stand in lists and quotes, and hold lists, tables and lazy lines")
func contained() {
  #expect(root("- > [!NOTE]\n  > Text\n").children[0].children[0].children[0].kind == .alert(.note))
  #expect(root("> > [!NOTE]\n> > Text\n").children[0].children[0].kind == .alert(.note))
  #expect(root("> [!NOTE]\n> - a\n").children[0].children[0].children[0].kind == .item)
  #expect(root("> [!NOTE]\n> |a|\n> |-|\n").children[0].children[0].kind == .table(alignments: [.none]))
  #expect(root("> [!NOTE]\n   lazy *text*\n").children[0].plainText == "lazy text")
}

@Test("plain CommonMark has no alerts")
func none() {
  let node = Document.parse("> [!NOTE]\n> Text\n", file: "a.md", extensions: .none).root.children[0]
  #expect(node.kind == .blockQuote)
}
