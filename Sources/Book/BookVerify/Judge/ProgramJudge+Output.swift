// What the blocks of a program printed, claimed and allocated, against what the chapter says of each.
// Relies on: ProgramJudge, whose matcher holds the names of wildcards across all parts.

import BookMarkdown
import BookPrograms
import Foundation

extension ProgramJudge {
  mutating func judgeOutput(_ actual: [UInt8], of index: Int) {
    let block = block(index)
    let expectation = block.expectation
    if block.kind == .claim { return judgeClaim(actual, index) }
    if let value = expectation.value { return judgeValue(value, actual, index) }
    let (text, lines) = expectation.stated
    // Nothing came of a block that was not reached; that is said once, where the program ended.
    if judgement.failed.contains(index) { return }
    if actual.isEmpty, judgement.failed.contains(where: { $0 <= index }) {
      if !text.isEmpty { judgement.failed.insert(index) }
      return
    }
    let isUnordered = block.options.isUnordered
    for slip in Pattern.problems(in: text, isUnordered: isUnordered) {
      let place = lines.indices.contains(slip.line) ? lines[slip.line] : block.range.start
      judgement.add(
        Problem(
          "wildcard", file, place, slip.message, remedy: slip.remedy,
          severity: slip.isWarning ? .warning : .error),
        to: index)
    }
    guard let mismatch = matcher.match(expected: text, actual: actual, unordered: isUnordered) else { return }
    let what =
      text.isEmpty
      ? "this block prints, and the chapter does not say what" : "this block printed something else"
    judgement.add(
      .mismatch(
        mismatch, file: file, at: block.range.start, lines: lines, what: what,
        remedy: "fix the code, or accept the new output: lesson accept \(file):\(block.range.start.line)"),
      to: index)
  }

  mutating func judgeClaim(_ actual: [UInt8], _ index: Int) {
    guard actual != Array("true".utf8) else { return }
    let text = String(decoding: actual, as: UTF8.self)
    guard !judgement.failed.contains(where: { $0 <= index }) || !actual.isEmpty else {
      judgement.failed.insert(index)
      return
    }
    judgement.add(
      Problem(
        "claim", file, block(index).range.start, "this claim does not hold: \(block(index).code) is \(text)",
        remedy: "correct the text beside it"), to: index)
  }

  mutating func judgeValue(_ value: Expectation.Line, _ actual: [UInt8], _ index: Int) {
    let text = String(decoding: actual, as: UTF8.self)
    if actual.isEmpty, judgement.failed.contains(where: { $0 <= index }) {
      judgement.failed.insert(index)
    } else if !matcher.matchLine(expected: value.text, actual: text) {
      judgement.add(
        Problem(
          "value", file, value.position, "this value is another: \(block(index).code)",
          detail: ["- \(value.text)", "+ \(text)"],
          remedy: "lesson accept \(file):\(value.position.line) corrects the text"), to: index)
    }
  }

  mutating func judgeStandardError() {
    guard program.mode != .crash, case .exit = outcome.ending else { return }
    let expected = blocks.compactMap { block($0).expectation.standardError }
    let text = expected.map(\.text).joined()
    guard let index = blocks.last(where: { block($0).expectation.standardError != nil }) ?? blocks.last,
      let mismatch = matcher.match(expected: text, actual: Array(outcome.standardError))
    else { return }
    let what =
      text.isEmpty
      ? "this block writes on standard error" : "this block wrote something else on standard error"
    judgement.add(
      .mismatch(
        mismatch, file: file, at: block(index).range.start, lines: expected.flatMap(\.lines), what: what,
        remedy: "state it in an ```output stderr block, or write nothing there"), to: index)
  }

  /// What a page's reader gets from the button has to be what stands below the block.
  mutating func judgeLive() {
    guard let live = outcome.live, let index = blocks.first else { return }
    let start = block(index).range.start
    if let error = live.diagnostics.first(where: { $0.severity == "error" }) {
      judgement.add(
        Problem(
          "live", file, place(of: error, in: block(index)) ?? start,
          "Embedded Swift does not take this: \(error.message)",
          remedy: "write it within Embedded Swift, or remove 'live'"), to: index)
    } else if live.ending != .exit(status: 0) {
      judgement.add(
        Problem(
          "live", file, start, "in the page this block does not end well: \(live.ending)",
          detail: String(decoding: live.output ?? Data(), as: UTF8.self).split(separator: "\n").suffix(3)
            .map(String.init),
          remedy: "make it end as it does natively, or remove 'live'"), to: index)
    } else if live.output != outcome.outputs.first {
      let native = String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self)
      let page = String(decoding: live.output ?? Data(), as: UTF8.self)
      judgement.add(
        Problem(
          "live", file, start, "in the page this block prints something else",
          detail: Difference.lines(
            native.split(separator: "\n").map(String.init), page.split(separator: "\n").map(String.init)),
          remedy: "print what is the same on 32 and 64 bits, or remove 'live'"), to: index)
    }
  }

  mutating func judgeAllocations() {
    guard let index = blocks.first(where: { block($0).options.allocations != nil }),
      let bound = block(index).options.allocations, case .exit = outcome.ending
    else { return }
    let (holds, wanted) =
      switch bound {
      case .exactly(let count): (outcome.allocations == count, "\(count)")
      case .atMost(let count): ((outcome.allocations ?? .max) <= count, "at most \(count)")
      }
    guard !holds else { return }
    let actual = outcome.allocations.map { "\($0)" } ?? "an unknown number of"
    judgement.add(
      Problem(
        "allocations", file, block(index).range.start,
        "this program made \(actual) allocations, not \(wanted)",
        remedy: "correct 'allocs', or the code"), to: index)
  }
}
