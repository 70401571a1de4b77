// EvidenceJudge: what a chapter quotes from Chapters/measured: a peer's output against the record that `make bench`
// made of it (and against a run, where the peer's compiler is at hand), and numbers in the prose.
// Relies on: Measurement, QuotedNumber, Matcher, and the hash of the peer's source.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Judges peers and measured numbers.
package struct EvidenceJudge {
  private let plan: ChapterPlan
  private let root: String
  private let measurements: [String: Measurement]
  private var judgement = Judgement()

  package static func judge(
    peer index: Int, source: String, of plan: ChapterPlan, outcome: TaskOutcome,
    measurements: [String: Measurement],
    root: String
  ) -> Judgement {
    var judge = EvidenceJudge(plan: plan, root: root, measurements: measurements)
    judge.judgePeer(index, source: source, outcome)
    return judge.judgement
  }

  /// Every measured number of a chapter; nothing is run for them.
  package static func judgeNumbers(of plan: ChapterPlan, measurements: [String: Measurement], root: String)
    -> Judgement
  {
    var judge = EvidenceJudge(plan: plan, root: root, measurements: measurements)
    for (index, block) in plan.chapter.blocks.enumerated() where block.kind == .measured {
      judge.judgeNumber(index)
    }
    return judge.judgement
  }

  private init(plan: ChapterPlan, root: String, measurements: [String: Measurement]) {
    self.plan = plan
    self.root = root
    self.measurements = measurements
  }

  private mutating func judgePeer(_ index: Int, source: String, _ outcome: TaskOutcome) {
    let block = plan.chapter.blocks[index]
    guard let name = block.options.measured else {
      if block.expectation.output != nil {
        fail(
          index, block.range.start, "this output comes from no record",
          "measured=NAME, a record in Chapters/measured")
      }
      return
    }
    guard let record = record(name, index, block.range.start) else { return }
    let bytes = FileManager.default.contents(atPath: root + "/" + source) ?? Data()
    if record.source?.path != source || record.source?.sha256 != SHA256.hex(bytes) {
      fail(
        index, block.range.start, "the record '\(name)' is not of this source as it stands now",
        "make bench measures anew")
    }
    guard let output = block.expectation.output else { return }
    var matcher = Matcher()
    if let mismatch = matcher.match(expected: output.text, actual: Array((record.output ?? "").utf8)) {
      judgement.add(
        .mismatch(
          mismatch, file: plan.file, at: output.range.start, lines: output.lines,
          what: "the record '\(name)' says something else",
          remedy: "correct the output, or make bench measures anew"),
        to: index)
    }
    judgeRerun(index, block, output, outcome)
  }

  private mutating func judgeRerun(
    _ index: Int, _ block: Block, _ output: Expectation.Output, _ outcome: TaskOutcome
  ) {
    switch outcome.ending {
    case .notInstalled: return
    case .exit(0): break
    default:
      let text = String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self)
      judgement.add(
        Problem(
          "peer", plan.file, block.range.start, "this program does not run here any more: \(outcome.ending)",
          detail: text.split(separator: "\n").suffix(5).map(String.init), remedy: "mend the source"),
        to: index)
      return
    }
    var matcher = Matcher()
    let actual = Array(outcome.outputs.first ?? Data())
    guard let mismatch = matcher.match(expected: output.text, actual: actual) else { return }
    judgement.add(
      .mismatch(
        mismatch, file: plan.file, at: output.range.start, lines: output.lines,
        what: "a run on this machine printed something else",
        remedy: "use wildcards for what differs by machine"),
      to: index)
  }

  private mutating func judgeNumber(_ index: Int) {
    let block = plan.chapter.blocks[index]
    guard let quoted = block.expectation.value else { return }
    let words = block.code.split(separator: ".", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      return fail(
        index, block.range.start, "'\(block.code)' names no value", "<!-- measured RECORD.VALUE -->")
    }
    guard let record = record(words[0], index, block.range.start) else { return }
    guard let value = record.values?[words[1]] else {
      let names = (record.values ?? [:]).keys.sorted()
      return fail(
        index, block.range.start,
        "the record '\(words[0])' has no value '\(words[1])'\(Suggestion.phrase(for: words[1], among: names))",
        "it has: \(names.joined(separator: ", "))")
    }
    guard !QuotedNumber.matches(quoted.text, value) else { return }
    judgement.add(
      Problem(
        "measured", plan.file, quoted.position, "the record holds another number for \(block.code)",
        detail: ["- \(quoted.text)", "+ \(QuotedNumber.written(value, like: quoted.text))"],
        remedy: "lesson accept \(plan.file):\(block.range.start.line) corrects the text"), to: index)
  }

  private mutating func record(_ name: String, _ index: Int, _ position: SourcePosition) -> Measurement? {
    if let record = measurements[name] { return record }
    fail(
      index, position,
      "there is no record '\(name)'\(Suggestion.phrase(for: name, among: measurements.keys))",
      "make bench writes Chapters/measured/\(name).json")
    return nil
  }

  private mutating func fail(_ index: Int, _ position: SourcePosition, _ message: String, _ remedy: String) {
    judgement.add(Problem("measured", plan.file, position, message, remedy: remedy), to: index)
  }
}
