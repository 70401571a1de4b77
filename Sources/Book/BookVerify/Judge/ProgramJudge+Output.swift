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
    // It stands in a program that runs for others' sake, and states nothing itself.
    if block.options.mode == .noRun { return }
    let (text, lines) = expectation.stated
    // Nothing came of a block that was not reached; that is said once, where the program ended.
    if judgement.failed.contains(index) { return }
    if actual.isEmpty, judgement.failed.contains(where: { $0 <= index }) {
      if !text.isEmpty { judgement.failed.insert(index) }
      return
    }
    let isUnordered = block.options.isUnordered
    let slips = Pattern.problems(in: text, isUnordered: isUnordered)
    judgement.add(slips, file: file, at: block.range.start, lines: lines, to: index)
    // Matching a pattern that is none would say the same again.
    guard slips.allSatisfy(\.isWarning) else { return }
    guard let mismatch = matcher.match(expected: text, actual: actual, unordered: isUnordered) else { return }
    let what =
      text.isEmpty
      ? "this block prints, and the chapter does not say what" : "this block printed something else"
    let remedy =
      plan.chapter.takesEdits
      ? "accept the new output: lesson accept \(file):\(block.range.start.line)" : "write what it prints"
    judgement.add(
      .mismatch(
        mismatch, file: file, at: block.range.start, lines: lines, what: what,
        remedy: "fix the code, or \(remedy)"), to: index)
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
    let lines = expected.flatMap(\.lines)
    let slips = Pattern.problems(in: text)
    judgement.add(slips, file: file, at: block(index).range.start, lines: lines, to: index)
    guard slips.allSatisfy(\.isWarning) else { return }
    let what =
      text.isEmpty
      ? "this block writes on standard error" : "this block wrote something else on standard error"
    judgement.add(
      .mismatch(
        mismatch, file: file, at: block(index).range.start, lines: lines, what: what,
        remedy: "state it in an ```output stderr block, or write nothing there"), to: index)
  }

  /// Each statement against what was found on its line.
  mutating func judgePlacements() {
    guard let placements = outcome.placements else { return }
    for part in program.parts {
      guard let index = part.block else { continue }
      for stated in block(index).expectation.placements {
        let line = part.line + stated.codeLine
        let sites = placements.sites.filter { $0.line == line }
        let matching = sites.filter { $0.type.isType(stated.type) }
        let isKnown =
          !matching.isEmpty || placements.types[line, default: []].contains { $0.isType(stated.type) }
        let holds =
          stated.isOnHeap
          ? matching.contains { $0.isOnHeap && (stated.reason ?? $0.reason) == $0.reason }
          : isKnown && !matching.contains(where: \.isOnHeap)
        if !holds { judgement.add(misplaced(stated, sites, isKnown: isKnown), to: index) }
      }
    }
  }

  private func misplaced(
    _ stated: Expectation.Placement, _ sites: [Placements.Site], isKnown: Bool
  ) -> Problem {
    let message =
      switch (stated.isOnHeap, isKnown) {
      case (_, false): "nothing of type \(stated.type) is on this line"
      case (true, true) where stated.reason != nil:
        "no \(stated.type) of this line is on the heap because it is \(stated.reason ?? "")"
      case (true, true): "no \(stated.type) of this line is on the heap"
      case (false, true): "\(stated.type) is on the heap here"
      }
    let found = sites.map { site in
      site.isOnHeap
        ? "heap: \(site.type) \(site.reason) (\(site.kind))" : "stack: \(site.type) (\(site.kind))"
    }
    return Problem(
      "placement", file, stated.position, message,
      detail: found.isEmpty
        ? ["with -O nothing is allocated on this line"] : ["with -O this line allocates:"] + found,
      remedy: "correct the comment, or the code")
  }

  mutating func judgeLeaks() {
    guard let index = blocks.first(where: { block($0).options.leaks != nil }),
      let wanted = block(index).options.leaks, case .exit = outcome.ending
    else { return }
    let start = block(index).range.start
    guard let leaks = outcome.leaks, let count = leaks.count else {
      return judgement.add(
        Problem(
          "leaks", file, start, "what this program leaves behind cannot be counted",
          remedy: "keep fewer blocks alive, or remove 'leaks'", severity: .engine), to: index)
    }
    guard count != wanted else { return }
    let words = leaks.described.map { leak in
      let holder = leak.holder.isEmpty ? "nothing refers to it" : "held by \(leak.holder)"
      return "\(leak.name), allocation \(leak.turn) of the program: \(holder)"
    }
    judgement.add(
      Problem(
        "leaks", file, start,
        "this program leaks \(count) allocation\(count == 1 ? "" : "s"), not \(wanted)",
        detail: words.prefix(8) + (count > 8 ? ["and \(count - 8) more"] : []),
        remedy: count > wanted
          ? "break the cycle or free what was allocated; or correct 'leaks'" : "correct 'leaks'"),
      to: index)
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

extension String {
  /// True when SIL's name of a type is the one that an author wrote.
  fileprivate func isType(_ name: String) -> Bool {
    // `[String:Int]` is `[String: Int]`.
    let (own, name) = (filter { $0 != " " }, name.filter { $0 != " " })
    return own == name || own.hasSuffix("." + name)
      || own.split(separator: "<").first.map(String.init) == name
  }
}
