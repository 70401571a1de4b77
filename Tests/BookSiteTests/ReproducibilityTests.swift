// The same book gives the same bytes, wherever and whenever it is made.

import BookSite
import Foundation
import Testing

@Suite(.serialized) struct ReproducibilityTests {
  @Test("another folder, time zone and locale give the same bytes")
  func elsewhere() throws {
    let first = Site.render(try FixtureBook.input())
    let copy = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: FixtureBook.fixtures.appending(path: "books/pages"), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    let zone = NSTimeZone.default
    NSTimeZone.default = TimeZone(identifier: "Asia/Kathmandu") ?? zone
    setlocale(LC_ALL, "tr_TR.UTF-8")
    defer {
      NSTimeZone.default = zone
      setlocale(LC_ALL, "C")
    }
    let second = Site.render(try FixtureBook.input(folder: copy.path))
    #expect(first.files == second.files)
    let paths = second.files.filter { String(decoding: $0.bytes, as: UTF8.self).contains(copy.path) }.map(
      \.path)
    #expect(paths == [])
  }

  @Test("twenty renderings of one book are equal")
  func again() throws {
    let input = try FixtureBook.input()
    let first = Site.render(input)
    for _ in 0..<20 { #expect(Site.render(input).files == first.files) }
  }

  @Test("files stand in the order of their paths, and pages stand flat")
  func sorted() throws {
    let paths = Site.render(try FixtureBook.input()).files.map(\.path)
    #expect(paths == paths.sorted())
    #expect(!paths.contains { $0.contains("/") })
  }
}
