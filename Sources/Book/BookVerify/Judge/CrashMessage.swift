// CrashMessage: what a trap wrote on standard error, cleaned of what differs from run to run: the frames of the stack
// and the file's folder.
// Source: the runtime's own output, Swift 6.3 (BLOCKS §3.7 of the design; seen in runs). Relies on:
// ExpectationReader for how a trap's message begins.

import BookPrograms
import Foundation

/// A trap's message.
package struct CrashMessage: Hashable, Sendable {
  /// `Fatal error: Index out of range`
  package var text: String
  /// The chapter's line that the runtime named, when it named the chapter.
  package var line: Int?

  /// Finds the message in standard error; nil when the trap said nothing.
  package init?(standardError: String, chapter: String) {
    for outputLine in standardError.split(separator: "\n") {
      for beginning in ExpectationReader.crashBeginnings {
        guard let at = outputLine.firstRange(of: beginning) else { continue }
        text = String(outputLine[at.lowerBound...])
        let place = outputLine[..<at.lowerBound].split(separator: ":")
        let name = URL(fileURLWithPath: chapter).lastPathComponent
        if place.count >= 2, place[0].hasSuffix(name), let number = Int(place[1]) { line = number }
        return
      }
    }
    return nil
  }

  /// Standard error without the stack trace that the runtime adds to a trap.
  package static func withoutStack(_ text: String) -> String {
    var result: [Substring] = []
    var isInStack = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "Current stack trace:" {
        isInStack = true
      } else if isInStack, isFrame(line) {
        continue
      } else {
        isInStack = false
        result.append(line)
      }
    }
    return result.joined(separator: "\n")
  }

  /// `5    block.so   0x00007ff8 lesson_main + 287`
  private static func isFrame(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    return words.count >= 3 && Int(words[0]) != nil && words.dropFirst().contains { $0.hasPrefix("0x") }
  }
}
