// A text that the compiler cannot settle holds nobody up: the compiler is stopped at its limit, the report says which, and
// neither a process nor a verdict about anything else comes of it.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

@Suite(.serialized) struct CompileLimitTests {
  /// Seventeen seconds of constraint solving, before the compiler gives up by itself.
  private static let slow = """
    let x = [1, 2].map { $0 + 1.0 } + [3].map { -$0 } + [-(1 + 2) + -(3 + 4) * 2.5 - (5 - 6)] + ["a"].map { $0.count }
      + [7 - -(8 + 9)].map { $0 * 2 }
    """

  private func judge(
    _ chapter: String, _ change: (inout CompilerLimits) -> Void
  ) throws -> (TaskOutcome, Judgement) {
    let read = BlockReader.read(Document.parse(chapter, file: "x.md"))
    let plan = ChapterPlan(read, root: Machine.root)
    let task = try #require(plan.tasks.first)
    var executor = try Machine.executor()
    change(&executor.toolchain.limits)
    let outcome = executor.run(task, of: plan)
    guard case .program(let program) = task.work else { throw CancellationError() }
    return (outcome, ProgramJudge.judge(program, of: plan, key: task.key, outcome: outcome, lock: nil))
  }

  @Test(
    "a text that is slow to check is stopped, at every depth",
    arguments: ["```swift\n", "```swift no-run\n", "```swift error\n// error: no\n"])
  func slow(_ head: String) throws {
    let text = head.replacing("// error", with: "let a: Int = \"\" // error") + Self.slow + "\n```\n"
    let (outcome, judgement) = try judge(text) { $0.seconds = 1 }
    #expect(outcome.ending == .uncompiled("takes the compiler more than 1 s"))
    #expect(outcome.seconds < 8)
    let problems = judgement.problems.values.joined()
    #expect(problems.map(\.rule) == ["limit"])
    #expect(problems.first?.severity == .error)
    #expect(problems.first?.position == .init(line: 1, column: 1))
    #expect(try compilers(of: Self.slow) == [])
  }

  /// Processes that still work on a source that holds `text`; other tests compile at the same time.
  private func compilers(of text: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      let command = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
      let words = String(decoding: command, as: UTF8.self).split(separator: "\0")
      guard let at = words.firstIndex(of: "-primary-file"), at + 1 < words.count else { return false }
      let source = FileManager.default.contents(atPath: String(words[at + 1])) ?? Data()
      return String(decoding: source, as: UTF8.self).contains(text)
    }
  }

  @Test("a compiler that fills memory is stopped, and every block of the group has failed")
  func memory() throws {
    let text = "```swift group=g\nlet a = 1\n```\n\n```swift group=g\nlet b = a\n```\n"
    let (outcome, judgement) = try judge(text) { $0.memory = 8 << 20 }
    #expect(outcome.ending == .uncompiled("takes the compiler more than 8 MiB of memory"))
    #expect(judgement.problems.values.joined().map(\.rule) == ["limit"])
    #expect(judgement.failed == [0, 1])
  }

  @Test("of many that are compiled together, one that is slow condemns no other")
  func together() throws {
    let blocks = (0..<3).map { "```swift no-run\nfunc f\($0)() {}\n```\n\n" }.joined()
    let text = blocks + "```swift no-run\nfunc slow() {\n\(Self.slow)\n}\n```\n"
    let plan = ChapterPlan(BlockReader.read(Document.parse(text, file: "x.md")), root: Machine.root)
    var executor = try Machine.executor()
    executor.toolchain.limits.seconds = 1
    let programs = plan.tasks.enumerated().compactMap { index, task in
      if case .program(let program) = task.work {
        (index: index, program: program, key: task.key)
      } else {
        nil
      }
    }
    let merged = MergedTask.tasks(of: programs, with: executor)
    #expect(merged.map(\.members.count) == [4])
    #expect(merged.flatMap { executor.run($0) }.allSatisfy { $0 == nil })
    let endings = plan.tasks.map { executor.run($0, of: plan).ending }
    #expect(endings == [.compiled, .compiled, .compiled, .uncompiled("takes the compiler more than 1 s")])
  }
}
