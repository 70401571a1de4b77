// What a page has beside a live block: the name of a script that is loaded when somebody asks, and nothing that a reader
// without scripts would see. What this cannot show: that it runs; Tests/Browser does.

import BookPrograms
import BookSite
import BookVerify
import Testing

@Suite struct LivePageTests {
  private func site(
    isVerified: Bool = true, _ makeImage: @escaping @Sendable (Chapter, Block) throws -> [UInt8]
  ) -> Site {
    var entry = Lock.Entry(key: "k", outcome: .exit(status: 0))
    entry.stdout = "1 < 2\n"
    var input = FixtureBook.input(
      chapter:
        "# A\n\n## S\n\n```swift live id=b\nprint(\"1 < 2\")\n```\n\n```swift id=c\nprint(2)   // Prints \"2\"\n```\n",
      lock: Lock(toolchain: "swift-6.3.1-RELEASE x86_64", blocks: isVerified ? ["b": entry] : [:]))
    input.makeLiveImage = makeImage
    return Site.render(input)
  }

  @Test("the block names its script, which holds the wasm and what it printed; others have none")
  func parts() {
    let site = site { _, block in Array(block.name.utf8) }
    let page = FixtureBook.file(of: "01-one.html", in: site)
    #expect(page.contains("<div class=\"block\" id=\"b-b\" data-live=\"live-01-one-b.js\">"))
    #expect(page.contains("id=\"b-c\">") && page.matches(of: /data-live/).count == 1)
    #expect(page.contains("<script src=\"live.js\" defer></script>") && !page.contains("<script src=\"live-"))
    #expect(
      FixtureBook.file(of: "live-01-one-b.js", in: site)
        .hasSuffix("\nLive.define(\"live-01-one-b.js\", \"Yg==\", \"MSA8IDIK\")\n"))
    #expect(site.problems.isEmpty)
    for other in ["index.html", "book.html"] {
      #expect(!FixtureBook.file(of: other, in: site).contains("live.js"))
    }
  }

  @Test("a block that is not verified, or whose wasm cannot be made, is a block like any other")
  func without() {
    struct Broken: Error {}
    let unverified = site(isVerified: false) { _, _ in throw Broken() }
    let missing = site { _, _ in throw MissingImage(message: "there is no wasm-ld") }
    for site in [unverified, missing] {
      let page = FixtureBook.file(of: "01-one.html", in: site)
      #expect(page.contains("id=\"b-b\">") && !page.contains("data-live") && !page.contains("live.js"))
      #expect(!site.files.contains { $0.path.hasPrefix("live") })
    }
    #expect(unverified.problems.isEmpty)
    #expect(missing.problems.map(\.message) == ["the block 'b' gets no button: there is no wasm-ld"])
    #expect(missing.problems.map(\.severity) == [.warning] && missing.problems[0].position.line == 5)
  }
}
