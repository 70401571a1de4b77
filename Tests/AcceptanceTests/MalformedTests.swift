// The malformed inputs of the design, each by its number, and more: each is told at its line and column in words of its
// own, nothing else is said, and the block after it is read as if nothing had happened.
// They stand in Tests/Fixtures/specimens/malformed.txt; `swallows` in a title says that what follows is inside.

import BookMarkdown
import BookPrograms
import Foundation
import Testing

private let specimens = SpecimenReader.read("malformed")
private let after = "\n\n```swift id=after-it§\nprint(2)   // Prints \"2\"\n```\n"

@Suite struct MalformedChapterTests {
  @Test("each is told at its place, in its own words, and nothing else is said")
  func told() throws {
    let chapters = specimens.enumerated().map { $1.files(numbered: $0) }
    let report = try SpecimenBook(chapters).check()
    #expect(report.others == [])
    for (number, specimen) in specimens.enumerated() {
      let said = (report.complaints[number] ?? []).sorted { ($0.line, $0.rule) < ($1.line, $1.rule) }
      let wanted = specimen.complaints
      let isTold =
        said.count == wanted.count && !wanted.isEmpty
        && zip(said, wanted).allSatisfy { said, wanted in
          said.rule == wanted.rule && said.line == wanted.line && said.column == wanted.column
            && said.isWarning == wanted.isWarning && said.words.contains(wanted.words)
        }
      #expect(isTold, "\(specimen.testDescription): wanted \(wanted), got \(said)")
    }
  }

  @Test("a mistake in one block leaves the next one whole")
  func nothingLost() throws {
    for (number, specimen) in specimens.enumerated() where !specimen.title.contains("swallows") {
      let bytes = (specimen.files[Specimen.chapter] ?? []) + Array(after.utf8)
      // What is no text is no chapter, either.
      guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0"),
        !text.replacing("\r\n", with: "\n").contains("\r")
      else { continue }
      let chapter = BlockReader.read(Document.parse(text.replacing("§", with: "\(number)"), file: "x.md"))
      #expect(chapter.blocks.last?.name == "after-it\(number)", "\(specimen.testDescription)")
      #expect(chapter.blocks.last?.code == "print(2)   // Prints \"2\"\n", "\(specimen.testDescription)")
    }
  }

  @Test("each number of the design is here, and no two say the same")
  func numbered() {
    let numbers = specimens.compactMap { Int($0.title.prefix { $0.isNumber }) }
    #expect(numbers == Array(1...numbers.count))
    #expect(numbers.count >= 90)
    let texts = specimens.map { $0.files.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" } }
    #expect(Set(texts).count == texts.count)
  }
}
