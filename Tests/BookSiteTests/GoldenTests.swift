// The fixture book's whole site against the one that stands in Tests/Fixtures/sites/pages. `ACCEPT=1` writes
// it anew; read the difference before committing it. The browser tests run on the same folder.

import BookSite
import Foundation
import Testing

@Suite struct GoldenTests {
  static let golden = FixtureBook.fixtures.appending(path: "sites/pages").path

  @Test("the fixture book gives the committed pages, byte for byte")
  func golden() throws {
    let site = Site.render(try FixtureBook.input())
    if ProcessInfo.processInfo.environment["ACCEPT"] == "1" {
      _ = try SiteWriter.write(site.files, to: Self.golden)
    }
    #expect(SiteWriter.differences(site.files, in: Self.golden).map(\.description) == [])
  }

  @Test("the fixture book has no fault")
  func noProblems() throws {
    #expect(Site.render(try FixtureBook.input()).problems.map(\.message) == [])
  }
}
