// A Swift block that stands in no fence, such as the check of an exercise: its options and its code come from elsewhere,
// and mean what they mean in a chapter.
// Relies on: OptionReader and ExpectationReader, so that every option and expectation of a chapter's block holds here.

import BookMarkdown

extension Block {
  /// Reads a Swift block.
  ///
  /// - Parameters:
  ///   - options: Texts with option words, and where each begins.
  ///   - lines: Where each line of `code` begins in `file`; at least one.
  /// - Returns: The block, and what is wrong with its options and expectations.
  package static func read(
    name: String, options: [Expectation.Line], code: String, lines: [SourcePosition], file: String
  ) -> (Block, [Problem]) {
    let words = options.flatMap { InfoString($0.text, at: $0.position).words }
    let (options, wrongOptions) = OptionReader.read(words, file: file)
    let (expectation, wrongExpectations) = ExpectationReader.read(
      code, lines: lines, mode: options.mode, file: file)
    let start = lines.first ?? SourcePosition(line: 1, column: 1)
    let block = Block(
      name: name, kind: .swift, options: options, range: SourceRange(start, lines.last ?? start), code: code,
      lines: lines, expectation: expectation)
    return (block, wrongOptions + wrongExpectations)
  }
}
