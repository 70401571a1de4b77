// TranscriptJudge: what commands printed against a console block, and a figure's data against the lock's.
// Relies on: Matcher, FigureData.

import BookMarkdown
import BookPrograms
import Foundation

/// Judges one transcript or figure.
package struct TranscriptJudge {
  package static func judge(
    _ index: Int, of plan: ChapterPlan, key: String, outcome: TaskOutcome, lock: Lock?
  ) -> Judgement {
    var judge = TranscriptJudge(
      index: index, block: plan.chapter.blocks[index], file: plan.file, key: key, outcome: outcome, lock: lock
    )
    judge.judge()
    return judge.judgement
  }

  private let index: Int
  private let block: Block
  private let file: String
  private let key: String
  private let outcome: TaskOutcome
  private let lock: Lock?
  private var judgement = Judgement()

  private init(index: Int, block: Block, file: String, key: String, outcome: TaskOutcome, lock: Lock?) {
    self.index = index
    self.block = block
    self.file = file
    self.key = key
    self.outcome = outcome
    self.lock = lock
  }

  private mutating func judge() {
    switch outcome.ending {
    case .engine(let message): fail("engine", block.range.start, message, severity: .engine)
    case .timeout:
      fail(
        "timeout", block.range.start,
        "a command is still running after \(block.options.timeout) s; stopped it")
    case .limit(let what): fail("limit", block.range.start, "a command \(what); stopped it")
    case .signal(let name): fail("crash", block.range.start, "a command was ended by \(name)")
    case .exit, .compiled, .refused, .uncompiled, .notInstalled:
      if case .figure = block.kind { judgeFigure() } else { judgeCommands() }
    }
  }

  private mutating func judgeCommands() {
    var matcher = Matcher()
    for (command, (output, status)) in zip(block.expectation.commands, zip(outcome.outputs, outcome.statuses))
    {
      if status != command.status {
        fail(
          "exit", command.position, "'\(command.text)' ended with status \(status), not \(command.status)",
          remedy: status == 0 ? "remove the '? \(command.status)'" : "write '? \(status)' below its output")
      }
      guard let mismatch = matcher.match(expected: command.output, actual: Array(output)) else { continue }
      let slips = Pattern.problems(in: command.output)
      judgement.add(slips, file: file, at: command.position, lines: command.lines, to: index)
      guard slips.allSatisfy(\.isWarning) else { continue }
      judgement.add(
        .mismatch(
          mismatch, file: file, at: command.position, lines: command.lines,
          what: "'\(command.text)' printed something else",
          remedy: "lesson accept \(file):\(block.range.start.line)"), to: index)
    }
    var entry = Lock.Entry(key: key, outcome: .exit(status: 0))
    entry.commands = zip(outcome.outputs, outcome.statuses).map {
      Lock.Command(status: $1, output: String(decoding: $0, as: UTF8.self))
    }
    judgement.entries[index] = entry
  }

  private mutating func judgeFigure() {
    let text = String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self)
    guard outcome.statuses.first == 0, (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
    else {
      return fail(
        "figure", block.range.start, "the figure's command printed no JSON",
        detail: text.split(separator: "\n").prefix(5).map(String.init), remedy: "add --format json")
    }
    if let known = lock?.blocks[block.name]?.figure,
      FigureData.withoutAddresses(known) != FigureData.withoutAddresses(text)
    {
      let difference = Difference.lines(
        FigureData.withoutAddresses(known).split(separator: "\n").map(String.init),
        FigureData.withoutAddresses(text).split(separator: "\n").map(String.init))
      fail(
        "figure", block.range.start, "this figure's data is another now", detail: difference,
        remedy: "lesson accept \(file):\(block.range.start.line) draws it anew")
    }
    var entry = Lock.Entry(key: key, outcome: .exit(status: 0))
    entry.figure = text
    judgement.entries[index] = entry
  }

  private mutating func fail(
    _ rule: String, _ position: SourcePosition, _ message: String, detail: [String] = [],
    remedy: String? = nil,
    severity: Problem.Severity = .error
  ) {
    judgement.add(
      Problem(rule, file, position, message, detail: detail, remedy: remedy, severity: severity), to: index)
  }
}
