// Links that lead nowhere and names used twice, each reported at its line, with what was probably meant.

import BookMarkdown
import BookSite
import Testing

@Suite struct LinkTests {
  private func problems(_ text: String, glossary: String? = nil) -> [Problem] {
    Site.render(FixtureBook.input(chapter: text, glossary: glossary)).problems
  }

  @Test("a link to a heading that is not there names its line and the nearest one")
  func heading() {
    let found = problems("# A\n\nSee [there](#the-hep).\n\n## The heap\n")
    #expect(found.map(\.rule) == ["link"])
    #expect(found.first?.position == .init(line: 3, column: 5))
    #expect(found.first?.file == "Chapters/en/01-one.md")
    #expect(found.first?.message.contains("did you mean 'the-heap'?") == true)
  }

  @Test("a link to a term that is not there names its line and the nearest one")
  func term() {
    let found = problems("# A\n\n[s](../Glossary.md#spam)\n", glossary: "# Glossary\n\n### span\n\nA run.\n")
    #expect(found.map(\.position.line) == [3])
    #expect(found.first?.message == "the glossary has no term 'spam'; did you mean 'span'?")
  }

  @Test("a link to a chapter that is not there names its line")
  func chapter() {
    let found = problems("# A\n\nText.\n\n[s](02-two.md) and [t](01-one.md)\n")
    #expect(found.map(\.position.line) == [5])
    #expect(found.first?.message.contains("02-two.md") == true)
  }

  @Test("a link in the glossary that leads nowhere is reported there")
  func inGlossary() {
    let found = problems(
      "# A\n", glossary: "# Glossary\n\n### span\n\nSee [page](#pgae).\n\n### page\n\nA page.\n")
    #expect(found.map(\.file) == ["Chapters/Glossary.md"])
    #expect(found.first?.message.contains("did you mean 'g-page'?") == true)
  }

  @Test("a link in an author's own HTML is checked too")
  func authorHTML() {
    let found = problems("# A\n\nSo <a href=\"#nowhere\">there</a>.\n")
    #expect(found.map(\.position.line) == [3])
  }

  @Test("a name that stands twice on a page is reported at the second place")
  func duplicate() {
    let found = problems("# A\n\n## S\n\n<div id=\"s\">x</div>\n")
    #expect(found.map(\.position.line) == [5])
    #expect(found.first?.message == "01-one.html has the name 's' twice, first on line 3")
  }

  @Test("an element that a quote opens and does not close is reported")
  func unbalanced() {
    let found = problems("# A\n\n> <details><summary>x</summary>\n>\n> y\n\nz\n")
    #expect(found.first?.rule == "html")
  }

  @Test("links out of the book and to pages that exist are no problem")
  func fine() {
    let found = problems(
      "# A\n\n[a](https://a.b) [b](mailto:a@b) [c](../Contents.md) [d](#b-x) [e](../Glossary.md)\n\n```swift id=x skip=\"x\"\n```\n",
      glossary: "# Glossary\n")
    #expect(found.isEmpty)
  }
}
