// Probing: running what passed again, twice, with hash seeds that nobody chose. What passes once by the order of a set or
// dictionary, and only then, is found here and not by a reader.
// Relies on: BlockRunner, which hashes deterministically unless told otherwise and gives every run a folder of its own.

import BookMarkdown
import BookPrograms

extension Verifier {
  /// How often a task is run again.
  private static let rounds = 2

  /// Runs the selected tasks of `result` that passed again and adds what does not hold.
  ///
  /// - Parameter progress: As for `verify`.
  package func probe(
    _ result: inout Result, _ selection: Selection,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    let runs = repeatable(result, selection)
    var executor = workshop.executor
    executor.runner.hashesRandomly = true
    let plans = result.chapters.map(\.plan)
    let done = Tally()
    let outcomes = Scheduler.map(runs, jobs: jobs, cost: { _ in 1 }) { [executor] run in
      let outcome = executor.run(run.task, of: plans[run.chapter])
      progress(done.next(), runs.count)
      return outcome
    }
    var told: Set<String> = []
    for (run, outcome) in zip(runs, outcomes) where !told.contains(run.task.key) {
      let chapter = result.chapters[run.chapter]
      let judgement = judge(run.task, outcome, chapter, result.measurements)
      guard !judgement.passed else { continue }
      told.insert(run.task.key)
      let problems = judgement.problems.sorted { $0.key < $1.key }.flatMap(\.value)
      result.report.problems += problems.prefix(1).map(Self.flaky)
      let names = Set(run.task.blocks.map { plans[run.chapter].chapter.blocks[$0].name })
      for index in result.report.blocks.indices
      where result.report.blocks[index].file == chapter.plan.file
        && names.contains(result.report.blocks[index].name)
      {
        result.report.blocks[index].status = .failed
      }
    }
  }

  /// Every run to make: the tasks that start a process, passed, and are no peer's.
  private func repeatable(
    _ result: Result, _ selection: Selection
  ) -> [(chapter: Int, task: ChapterPlan.Task)] {
    var runs: [(chapter: Int, task: ChapterPlan.Task)] = []
    for (number, verified) in result.chapters.enumerated() {
      let chapter = verified.plan.chapter
      let passed = Set(
        result.report.blocks.filter { $0.file == chapter.file && $0.status == .passed }.map(\.name))
      for task in verified.plan.tasks where task.isRun {
        let blocks = task.blocks.map { chapter.blocks[$0] }
        guard blocks.allSatisfy({ passed.contains($0.name) }),
          blocks.contains(where: { selection.takes($0, of: chapter) })
        else { continue }
        runs += Array(repeating: (number, task), count: Self.rounds)
      }
    }
    return runs
  }

  private static func flaky(_ problem: Problem) -> Problem {
    Problem(
      "probe", problem.file, problem.position, "this holds under one hash seed and not under another",
      detail: [problem.message] + problem.detail,
      remedy: "sort what is printed, write 'unordered', or put a wildcard where it differs")
  }
}

extension ChapterPlan.Task {
  /// True when it starts a process of the book's own.
  fileprivate var isRun: Bool {
    switch work {
    case .program(let program): program.mode == .run || program.mode == .crash
    case .transcript: true
    case .peer: false
    }
  }
}
