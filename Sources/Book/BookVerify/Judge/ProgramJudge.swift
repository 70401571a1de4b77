// ProgramJudge: a program's outcome against what its blocks say. Output is compared part by part, so that a mismatch
// names the block that printed; names of wildcards hold across all parts.
// Relies on: Matcher, ExpectedErrors, CrashMessage.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Judges one program.
package struct ProgramJudge {
  let program: Program
  let plan: ChapterPlan
  let key: String
  let outcome: TaskOutcome
  let lock: Lock?
  var judgement = Judgement()
  var matcher: Matcher

  package static func judge(
    _ program: Program, of plan: ChapterPlan, key: String, outcome: TaskOutcome, lock: Lock?,
    mutant: MatcherMutant? = nil
  ) -> Judgement {
    var judge = ProgramJudge(
      program: program, plan: plan, key: key, outcome: outcome, lock: lock, matcher: Matcher(mutant: mutant))
    judge.judge()
    return judge.judgement
  }

  init(
    program: Program, plan: ChapterPlan, key: String, outcome: TaskOutcome, lock: Lock?, matcher: Matcher
  ) {
    self.program = program
    self.plan = plan
    self.key = key
    self.outcome = outcome
    self.lock = lock
    self.matcher = matcher
  }

  var file: String { plan.file }
  var blocks: [Int] { program.parts.compactMap(\.block) }
  func block(_ index: Int) -> Block { plan.chapter.blocks[index] }

  mutating func judge() {
    switch outcome.ending {
    case .engine(let message): failAll("engine", message, severity: .engine)
    case .uncompiled(let excess):
      failAll(
        "limit", "this block \(excess); stopped it", "break it up, or say the types that it has to find")
    case .refused: judgeRefusal()
    case .compiled: judgeCompiled()
    case .notInstalled, .timeout, .limit, .exit, .signal: judgeRun()
    }
  }

  // MARK: Compiling

  mutating func judgeRefusal() {
    guard program.mode == .error, let index = blocks.last else { return judgeCompileErrors() }
    let block = block(index)
    let actual = outcome.diagnostics.map { inBlock($0, block) }
    let known = lock?.blocks[block.name]?.diagnostics ?? []
    for problem in ExpectedErrors.compare(
      block.expectation.diagnostics, actual, known: known, in: block, file: file)
    {
      judgement.add(problem, to: index)
    }
    var entry = Lock.Entry(key: key, outcome: .refused)
    entry.diagnostics = actual.filter { $0.severity == "error" }
    judgement.entries[index] = entry
  }

  mutating func judgeCompiled() {
    judgePlacements()
    for index in blocks {
      if program.mode == .error {
        let block = block(index)
        for problem in ExpectedErrors.compare(
          block.expectation.diagnostics, [], known: [], in: block, file: file)
        {
          judgement.add(problem, to: index)
        }
      }
      judgement.entries[index] = Lock.Entry(key: key, outcome: .compiled)
    }
  }

  mutating func judgeCompileErrors() {
    judgement.failed.formUnion(blocks)
    let errors = outcome.diagnostics.filter { $0.severity == "error" }
    for error in errors {
      guard let index = owner(of: error), let position = place(of: error, in: block(index)) else { continue }
      judgement.add(
        Problem(
          "compile", file, position, "this does not compile: \(error.message)",
          remedy: "mend the code, or mark it ```swift error"), to: index)
    }
    if judgement.problems.isEmpty, let index = blocks.first {
      let text = String(decoding: outcome.standardError, as: UTF8.self)
      let detail =
        errors.map { "\($0.file):\($0.line): \($0.message)" } + text.split(separator: "\n").map(String.init)
      judgement.add(
        Problem("compile", file, block(index).range.start, "this does not compile", detail: detail), to: index
      )
    }
  }

  /// The block whose lines hold the diagnostic.
  func owner(of diagnostic: CompilerDiagnostic) -> Int? {
    guard diagnostic.file == file else { return nil }
    return blocks.first { index in
      let range = block(index).range
      return (range.start.line...range.end.line).contains(diagnostic.line)
    }
  }

  func place(of diagnostic: CompilerDiagnostic, in block: Block) -> SourcePosition? {
    if block.kind == .value || block.kind == .claim { return block.range.start }
    guard let line = block.lines.first(where: { $0.line == diagnostic.line }) else {
      return block.range.start
    }
    return .init(line: line.line, column: line.column + diagnostic.column - 1)
  }

  func inBlock(_ diagnostic: CompilerDiagnostic, _ block: Block) -> Lock.Diagnostic {
    Lock.Diagnostic(
      severity: diagnostic.severity, message: diagnostic.message, name: diagnostic.name,
      line: diagnostic.line - (block.lines.first?.line ?? 1) + 1, column: diagnostic.column)
  }

  // MARK: Running

  mutating func judgeRun() {
    judgeEnding()
    let texts = textsByBlock()
    for index in blocks {
      let block = block(index)
      guard block.kind != .hiddenSwift || isStrayOutput(texts[index]) else {
        judgement.entries[index] = entry(index, texts[index])
        continue
      }
      judgeOutput(texts[index] ?? [], of: index)
      judgement.entries[index] = entry(index, texts[index])
    }
    judgeStandardError()
    judgeAllocations()
    judgeLeaks()
    judgePlacements()
    judgeLive()
  }

  func isStrayOutput(_ text: [UInt8]?) -> Bool { !(text ?? []).isEmpty }

  /// What each block printed. What hidden setup prints belongs to the next visible block of its group.
  func textsByBlock() -> [Int: [UInt8]] {
    var texts: [Int: [UInt8]] = [:]
    var pending: [UInt8] = []
    for (part, output) in zip(program.parts, outcome.outputs) {
      guard let index = part.block else { continue }
      pending += output
      let isLastPart = part == program.parts.last
      if block(index).kind == .hiddenSwift, !isLastPart {
        texts[index] = []
      } else {
        texts[index] = pending
        pending = []
      }
    }
    return texts
  }

  mutating func judgeEnding() {
    guard let last = blocks.last else { return }
    let index = reached ?? last
    let start = block(index).range.start
    switch (outcome.ending, program.mode) {
    case (.exit(let status), .crash):
      judgement.add(
        Problem(
          "crash", file, block(crashing).range.start,
          "expected a crash, but the block ended with status \(status)",
          remedy: "remove 'crash', or restore what traps"), to: crashing)
    case (.exit(0), _): break
    case (.exit(let status), _):
      judgement.add(
        Problem(
          "exit", file, start, "this block ended with status \(status)", detail: lastErrors(),
          remedy: "end it normally: status 0"), to: index)
    case (.signal(let name), .crash): judgeCrash(name)
    case (.signal(let name), _): failCrash(name, index)
    case (.timeout(let ended), _):
      let children = ended == 0 ? "" : " and \(ended) child\(ended == 1 ? "" : "ren")"
      judgement.add(
        Problem(
          "timeout", file, start, "still running after \(program.timeout) s; stopped it\(children)",
          detail: printedUntilThen(), remedy: "end what does not end, or write timeout=30s"), to: index)
    case (.limit(let what), _):
      judgement.add(
        Problem(
          "limit", file, start, "this block \(what); stopped it", detail: printedUntilThen(),
          remedy: "a chapter's block should stay well below"), to: index)
    default: break
    }
  }

  /// The block that was running when the program ended.
  var reached: Int? {
    let count = max(outcome.outputs.count, 1)
    return program.parts.prefix(count).compactMap(\.block).last
  }

  /// The block that says it crashes.
  var crashing: Int { blocks.last { block($0).options.mode == .crash } ?? blocks[0] }

  func lastErrors() -> [String] {
    let text = CrashMessage.withoutStack(String(decoding: outcome.standardError, as: UTF8.self))
    return text.split(separator: "\n").suffix(5).map(String.init)
  }

  func printedUntilThen() -> [String] {
    let text = String(decoding: outcome.outputs.last ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n").suffix(3).map { String($0.prefix(160)) }
    return lines.isEmpty ? ["it printed nothing"] : ["last output:"] + lines
  }

  mutating func failCrash(_ signal: String, _ index: Int) {
    let message = CrashMessage(
      standardError: String(decoding: outcome.standardError, as: UTF8.self), chapter: file)
    var position = block(index).range.start
    if let line = message?.line, let place = block(index).lines.first(where: { $0.line == line }) {
      position = place
    }
    judgement.add(
      Problem(
        "crash", file, position,
        "crashed, and 'crash' was not expected: \(message?.text ?? "no message") (\(signal))",
        detail: printedUntilThen(), remedy: "mend the code, or write ```swift crash"), to: index)
  }

  mutating func judgeCrash(_ signal: String) {
    guard let wanted = block(crashing).expectation.crashMessage else { return }
    let message = CrashMessage(
      standardError: String(decoding: outcome.standardError, as: UTF8.self), chapter: file)
    guard let message else {
      judgement.add(
        Problem(
          "crash", file, wanted.position, "it crashed (\(signal)) and printed no message",
          remedy: program.isOptimized
            ? "with -O this trap has none: remove the comment"
            : "remove the comment: overflow traps have none"),
        to: crashing)
      return
    }
    if !matcher.matchLine(expected: wanted.text, actual: message.text) {
      judgement.add(
        Problem(
          "crash", file, wanted.position, "it crashed with another message",
          detail: ["- \(wanted.text)", "+ \(message.text)"], remedy: "correct the comment"), to: crashing)
    }
  }

  // MARK: What the lock holds

  func entry(_ index: Int, _ text: [UInt8]?) -> Lock.Entry {
    let block = block(index)
    let output = String(decoding: text ?? [], as: UTF8.self)
    var ending = Lock.Ending.exit(status: 0)
    if case .exit(let status) = outcome.ending { ending = .exit(status: status) }
    if case .signal(let name) = outcome.ending { ending = .signal(name: name) }
    var entry = Lock.Entry(key: key, outcome: ending)
    if block.kind == .value || block.kind == .claim {
      entry.value = output
    } else if !output.isEmpty {
      entry.stdout = output
    }
    if program.mode == .crash, index == crashing {
      entry.stderr =
        CrashMessage(
          standardError: String(decoding: outcome.standardError, as: UTF8.self), chapter: file)?.text
    } else if index == blocks.last, !outcome.standardError.isEmpty {
      entry.stderr = String(decoding: outcome.standardError, as: UTF8.self)
    }
    if block.options.allocations != nil { entry.allocations = outcome.allocations }
    if block.options.leaks != nil { entry.leaks = outcome.leaks?.count }
    return entry
  }

  mutating func failAll(
    _ rule: String, _ message: String, _ remedy: String? = nil, severity: Problem.Severity = .error
  ) {
    guard let first = blocks.first else { return }
    judgement.failed.formUnion(blocks)
    judgement.add(
      Problem(rule, file, block(first).range.start, message, remedy: remedy, severity: severity), to: first)
  }
}
