// The site's folder: only what changed is written, only what is ours is removed.

import BookMarkdown
import BookSite
import Foundation
import Testing

@Suite struct SiteWriterTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func file(_ path: String, _ text: String) -> SiteFile {
    SiteFile(path: path, bytes: Array("<!-- \(SiteWriter.generator) -->\(text)".utf8))
  }

  @Test("a second writing of the same site touches no file")
  func unchanged() throws {
    try withFolder { folder in
      let files = [file("a.html", "1"), file("b.html", "2")]
      #expect(try SiteWriter.write(files, to: folder).written == ["a.html", "b.html"])
      let before = try FileManager.default.attributesOfItem(atPath: folder + "/a.html")
      let report = try SiteWriter.write([files[0], file("b.html", "3")], to: folder)
      let after = try FileManager.default.attributesOfItem(atPath: folder + "/a.html")
      #expect(report.written == ["b.html"])
      #expect(report.unchanged == 1)
      #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    }
  }

  @Test("a page that the book no longer has is removed, a file of others stays")
  func stale() throws {
    try withFolder { folder in
      _ = try SiteWriter.write([file("a.html", "1"), file("old.html", "2")], to: folder)
      try Data("<p>mine</p>".utf8).write(to: URL(fileURLWithPath: folder + "/mine.html"))
      try Data("\(SiteWriter.generator)".utf8).write(to: URL(fileURLWithPath: folder + "/CNAME"))
      #expect(SiteWriter.differences([file("a.html", "1")], in: folder) == [.stale("old.html")])
      #expect(try SiteWriter.write([file("a.html", "1")], to: folder).removed == ["old.html"])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["CNAME", "a.html", "mine.html"])
    }
  }

  @Test("differences name what is missing and what is changed")
  func differences() throws {
    try withFolder { folder in
      _ = try SiteWriter.write([file("a.html", "1")], to: folder)
      let found = SiteWriter.differences([file("a.html", "2"), file("b.html", "1")], in: folder)
      #expect(found == [.changed("a.html"), .missing("b.html")])
    }
  }

  @Test("a folder that cannot be made is a problem with its path")
  func unwritable() {
    #expect(throws: Problem.self) { try SiteWriter.write([], to: "/proc/nowhere/site") }
  }
}
