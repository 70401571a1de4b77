// The tree against the specification: HTML written from it is libcmark's own, byte for byte, on all examples
// and on made-up texts. What this cannot show is whether libcmark itself is right; that is its own test
// suite's matter.

import BookMarkdown
import Foundation
import Testing

/// One example of the specification.
struct SpecificationExample: Decodable {
  var markdown: String
  var html: String
  var example: Int

  /// All examples, or a failure that says how to get them.
  static func all() throws -> [SpecificationExample] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = root.appending(path: ".build/test-data/commonmark.json")
    guard let data = try? Data(contentsOf: url) else {
      Issue.record("the CommonMark examples are missing: run Tests/Support/setup-commonmark.sh")
      return []
    }
    return try JSONDecoder().decode([SpecificationExample].self, from: data)
  }
}

private func html(_ text: String, _ extensions: Document.Extensions = .none) -> String {
  HTMLWriter.render(Document.parse(text, file: "spec.md", extensions: extensions))
}

@Test("HTML from the tree equals libcmark's own on the 652 examples of the specification")
func specification() throws {
  let examples = try SpecificationExample.all()
  #expect(examples.count == 652)
  for example in examples {
    #expect(
      html(example.markdown) == CommonMark.referenceHTML(example.markdown), "example \(example.example)")
  }
}

@Test("the extensions leave an example without tables, footnotes or alerts as it is")
func extensionsAreAdditions() throws {
  for example in try SpecificationExample.all() {
    #expect(
      html(example.markdown, [.tables, .footnotes, .alerts]) == CommonMark.referenceHTML(example.markdown),
      "example \(example.example)")
  }
}

// libcmark tells a title that is empty from one that is not there; our nodes do not.
@Test("HTML from the tree equals libcmark's own on made-up texts, empty titles aside")
func madeUpTexts() {
  for text in Corpus.madeUp(5000, seed: 99, length: 40) + Corpus.placed {
    let reference = CommonMark.referenceHTML(text).replacing(" title=\"\"", with: "")
    #expect(html(text) == reference, "\(text.debugDescription)")
  }
}
