// What a chapter's conventions become on its page.

import BookSite
import BookVerify
import Testing

@Suite struct ChapterPageTests {
  private func lock(_ blocks: [String: Lock.Entry]) -> Lock {
    Lock(toolchain: "swift-6.3.1-RELEASE x86_64-unknown-linux-gnu", blocks: blocks)
  }

  private func entry(_ outcome: Lock.Ending, stdout: String? = nil) -> Lock.Entry {
    var entry = Lock.Entry(key: "0", outcome: outcome)
    entry.stdout = stdout
    return entry
  }

  @Test("text, code and attributes are escaped")
  func escapes() {
    let page = FixtureBook.page(
      "# A < B & \"C\"\n\n<https://a.b/?x=\"y\"&z>\n\n```swift skip=\"<b>\"\na < b && c\n```\n")
    #expect(page.contains("<h1>A &lt; B &amp; “C”</h1>"))
    #expect(page.contains("a &lt; b &amp;&amp; c"))
    #expect(page.contains("<span>&lt;b&gt;</span>"))
    #expect(!page.contains("\"y\"&z"))
  }

  @Test("a block shows what ran, not what the chapter hopes for")
  func realOutput() {
    let text = "# A\n\n```swift id=one\nprint(1)\n```\n```output\n[int] of [int]\n```\n"
    let page = FixtureBook.page(text, lock: lock(["one": entry(.exit(status: 0), stdout: "1 of 2\n")]))
    #expect(page.contains("<samp>1 of 2</samp>"))
    #expect(!page.contains("[int]"))
    #expect(page.contains("<b>✓ ran</b><span>Swift 6.3.1</span><code>lesson check 01#one</code>"))
  }

  @Test("a block without an entry in the lock is called not verified, and what it shows is called expected")
  func unverified() {
    let text = "# A\n\n```swift id=one\nprint(1)\n```\n```output\n1\n```\n"
    for page in [FixtureBook.page(text), FixtureBook.page(text, lock: lock([:]))] {
      #expect(page.contains("<b class=\"missing\">not verified</b>"))
      #expect(page.contains("data-label=\"expected\""))
      #expect(!page.contains("✓"))
    }
  }

  @Test("a // Prints comment has the line that was printed")
  func prints() {
    let text = "# A\n\n```swift id=one\nprint(a)  // Prints \"[addr]\"\nprint(b)\n// Prints \"b\"\n```\n"
    let page = FixtureBook.page(text, lock: lock(["one": entry(.exit(status: 0), stdout: "0x7f\nb\n")]))
    #expect(page.contains("// Prints &quot;0x7f&quot;"))
    #expect(!page.contains("class=\"out\""))
  }

  @Test("output that the comments do not cover stands below them")
  func uncoveredPrints() {
    let text = "# A\n\n```swift id=one\nprint(a)  // Prints \"a\"\n```\n"
    let page = FixtureBook.page(text, lock: lock(["one": entry(.exit(status: 0), stdout: "a\nb\n")]))
    #expect(page.contains("<samp>a\nb</samp>"))
  }

  @Test("a refused block shows the compiler's words under its own line, without the comment that states them")
  func refused() {
    var refused = entry(.refused)
    refused.diagnostics = [
      .init(severity: "error", message: "no <such> thing", name: "x", line: 3, column: 5)
    ]
    let text =
      "# A\n\n```swift id=one error\nlet é = 1\n// error: nothing\nlet thing = such\n//  ^ error: no [..]\n```\n"
    let page = FixtureBook.withoutTags(FixtureBook.page(text, lock: lock(["one": refused])))
    #expect(page.contains("let é = 1\nlet thing = such\n"))
    #expect(page.contains("error: no <such> thing\n 2 | let thing = such\n   |     ^"))
    #expect(!page.contains("[..]"))
    #expect(page.contains("✓ refused, as it should be"))
  }

  @Test("a value in the prose is the run's")
  func value() {
    var value = entry(.exit(status: 0))
    value.value = "17"
    let page = FixtureBook.page(
      "# A\n\nIt is <!-- value f() -->`16`<!-- /value --> bytes.\n", lock: lock(["a-value-1": value]))
    #expect(page.contains("It is <span data-run=\"a-value-1\"><code>17</code></span> bytes."))
  }

  @Test("hidden setup, claims and authors' comments leave nothing on the page")
  func hidden() {
    let page = FixtureBook.page(
      "# A\n\n<!-- swift\nlet secret = 1\n-->\n\n<!-- verify secret == 1 -->\n\nA <!-- note to self --> b.\n")
    #expect(!page.contains("secret"))
    #expect(!page.contains("<!--"))
    #expect(!page.contains("<p></p>"))
  }

  @Test("questions, predictions, exercises and alerts are boxes; another quote is a quote")
  func boxes() {
    let page = FixtureBook.page(
      """
      # A

      > **Question.** Who?

      > **Before you read on.** Guess.

      > **Exercise 1.2, ten minutes.** Do.

      > [!WARNING]
      > Hot.

      > Said so.
      """)
    #expect(page.contains("<div class=\"ask\"><span class=\"kind\">The question</span>\n<p>Who?</p>"))
    #expect(
      page.contains("<div class=\"predict\"><span class=\"kind\">Before you read on</span>\n<p>Guess.</p>"))
    #expect(
      page.contains(
        "<div class=\"exercise\"><span class=\"kind\">Exercise 1.2, ten minutes</span>\n<p>Do.</p>"))
    #expect(
      page.contains(
        "<div class=\"alert grave\" role=\"note\"><span class=\"kind\">Warning</span>\n<p>Hot.</p>"))
    #expect(page.contains("<blockquote>\n<p>Said so.</p>"))
  }

  @Test("footnotes are numbered by their first reference and lead back to each of them")
  func footnotes() {
    let page = FixtureBook.page("# A\n\nB[^z] c[^y] d[^z].\n\n[^y]: Why.\n[^z]: Zed.\n")
    #expect(page.contains("id=\"r-z\" href=\"#n-z\" aria-label=\"Note 1\">1</a>"))
    #expect(page.contains("id=\"r-y\" href=\"#n-y\" aria-label=\"Note 2\">2</a>"))
    #expect(page.contains("id=\"r-z-2\""))
    #expect(page.contains("href=\"#r-z-2\" aria-label=\"Back to the text, reference 2\""))
  }

  @Test("a footnote named aside- stands beside its paragraph and has no number")
  func asides() {
    let page = FixtureBook.page("# A\n\n## S\n\nB.[^aside-x]\n\nC.\n\n[^aside-x]: Beside.\n")
    #expect(page.contains("<p>B.</p>\n<aside class=\"note\" id=\"n-aside-x\"><p>Beside.</p>"))
    #expect(!page.contains("class=\"fn\""))
  }

  @Test("a term links to its entry at the chapter's end, once")
  func terms() {
    let page = FixtureBook.page(
      "# A\n\n## S\n\nA [span](../Glossary.md#span), two [spans](../Glossary.md#span).\n",
      glossary: "# Glossary\n\n### span\n\nA run of pages.\n")
    #expect(page.contains("<a class=\"term\" href=\"#g-span\">span</a>"))
    #expect(page.split(separator: "id=\"g-span\"").count == 2)
  }

  @Test("a figure has every step in two widths, its number and its caption")
  func figure() {
    var drawn = entry(.exit(status: 0))
    drawn.figure = "{\"steps\":2}"
    let page = FixtureBook.page(
      "# A\n\n## S\n\n<!-- figure cells: lesson run x -->\n\n*What it shows.*\n",
      lock: lock(["s-figure-1": drawn]))
    #expect(page.contains("<figure class=\"fig\" id=\"f-cells\" data-steps"))
    #expect(page.split(separator: "<li class=\"step\">").count == 3)
    #expect(page.split(separator: "viewBox=\"0 0 360 60\"").count == 3)
    #expect(page.contains("<figcaption><b>Figure 1.1.</b> What it shows."))
  }

  @Test("quotes and apostrophes are set, code is not")
  func typography() {
    let page = FixtureBook.page("# A\n\n\"It's `\"x\"`'s (\"y\")\" and so on...\n")
    #expect(page.contains("“It’s <code>&quot;x&quot;</code>’s (“y”)” and so on…"))
  }

  @Test("the bar says which part a chapter is of; an appendix is not a part with a number")
  func places() {
    var input = FixtureBook.input(chapter: "# A\n")
    for (title, place) in [("II. The allocator", "Part II. The allocator"), ("Appendix", "Appendix")] {
      input.contents.parts[0].title = title
      let page = FixtureBook.file(of: "01-one.html", in: Site.render(input))
      #expect(page.contains("<span class=\"where\">\(place)</span>"))
    }
  }
}
