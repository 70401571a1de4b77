// The words that a search finds text by, and the file that holds them.

import BookSite
import Testing

@Suite struct SearchTests {
  private func words(_ text: String) -> [String] {
    var words: [String] = []
    SearchWords.each(in: text) { words.append($0) }
    return words
  }

  @Test(
    "words are folded, names are found by their parts, Chinese by characters and pairs",
    arguments: [
      ("The Heap, twice.", "the heap twice"),
      ("MemoryLayout", "memorylayout memory layout"),
      ("mach_vm_map", "mach_vm_map mach vm map"),
      ("InlineArray<4, Int>", "inlinearray inline array 4 int"),
      ("HTTPServer2", "httpserver2 httpserver"),
      ("中央列表", "中 央 中央 列 央列 表 列表"),
      ("取a堆", "取 a 堆"),
      ("naïve Ünïcode", "naïve ünïcode"),
      ("", ""),
    ])
  func cut(text: String, expected: String) {
    #expect(words(text).joined(separator: " ") == expected)
  }

  @Test("the index is one call with sorted words and what stands where")
  func index() {
    let site = Site.render(
      FixtureBook.input(
        chapter:
          "# Alpha\n\nA lede.\n\n## Beta\n\nSome `gamma` \"text\".\n\n```swift skip=\"x\"\nlet delta = 1\n```\n"
      ))
    let script = FixtureBook.file(of: "search.js", in: site)
    #expect(script.contains("Search.load({\"p\":[[\"01-one.html\",\"1 One\"]],"))
    #expect(script.contains("[0,\"beta\",\"01.1\",\"Beta\",\"Some gamma \\\"text\\\".\"]"))
    // Section × 16 + weight: a title 8, a heading 4, code 2, text 1.
    #expect(script.contains("\"alpha\":[8]"))
    #expect(script.contains("\"beta\":[20]"))
    #expect(script.contains("\"gamma\":[18]"))
    #expect(script.contains("\"delta\":[18]"))
    #expect(script.contains("\"lede\":[1]"))
  }
}
