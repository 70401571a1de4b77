// Verifier: the line from chapters to verdicts. It plans every chapter, runs what the cache does not know, judges all of
// it, and holds the result against the locks. It writes nothing but the cache.
// Relies on: ChapterPlan, Executor, the judges, OutcomeCache, LockFile.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Verifies a book.
package struct Verifier: Sendable {
  package var workshop: Workshop
  package var jobs: Int
  package var usesCache = true
  /// The share of the book's programs to check; nil checks all.
  package var shard: Shard?
  /// Seconds by task, from an earlier report, to deal the shares evenly.
  package var durations: [String: Double] = [:]

  package init(_ workshop: Workshop, jobs: Int? = nil) {
    self.workshop = workshop
    self.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// A chapter with everything that is known about it.
  package struct VerifiedChapter: Sendable {
    package var plan: ChapterPlan
    package var lock: Lock?
    /// What a lock would hold now, by block name.
    package var entries: [String: Lock.Entry] = [:]
    package var problems: [Problem]
  }

  /// What a verification found.
  package struct Result: Sendable {
    package var report: CheckReport
    package var chapters: [VerifiedChapter]
    package var measurements: [String: Measurement]

    /// The chapters' texts by file.
    package var texts: [String: String] {
      Dictionary(
        chapters.map { ($0.plan.file, $0.plan.chapter.document.text) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Verifies the selected blocks.
  ///
  /// - Parameters:
  ///   - texts: Chapters whose text is not the one on disk, by file.
  ///   - progress: Called from worker threads with how many tasks are done, of how many.
  package func verify(
    _ selection: Selection = Selection([]), texts: [String: String] = [:],
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) -> Result {
    let start = Clock.seconds()
    let book = workshop.book
    let chapters = book.files.map { file in
      texts[file].map { book.chapter($0, file: file) } ?? book.readChapter(file)
    }
    let (measurements, wrongRecords) = Measurement.all(
      in: book.root + "/" + book.measuredFolder, shown: book.measuredFolder)
    var report = CheckReport()
    report.toolchain = workshop.toolchain.identity
    report.problems =
      book.problems + wrongRecords + Chapter.sharedNames(in: chapters) + selection.unused(in: chapters)
    var verified = chapters.map(prepare)
    report.shard = shard
    report.text = SHA256.hex(fields: verified.flatMap { [$0.plan.file] + $0.plan.tasks.map(\.key) })
    let others = keepShare(of: &verified)
    run(&verified, selection, measurements, &report, progress)
    for index in verified.indices {
      if selection.takesAll(of: verified[index].plan.chapter) {
        checkLock(of: &verified[index], others: others[index])
      }
      report.problems += verified[index].problems
    }
    report.problems.sort { ($0.file, $0.position) < ($1.file, $1.position) }
    report.seconds = Clock.seconds() - start
    return Result(report: report, chapters: verified, measurements: measurements)
  }

  /// Takes the tasks of other shares out of the plans.
  ///
  /// - Returns: By chapter: the names of the blocks that are other shares' matter.
  private func keepShare(of verified: inout [VerifiedChapter]) -> [Set<String>] {
    var others = [Set<String>](repeating: [], count: verified.count)
    guard let shard else { return others }
    let items = verified.flatMap { chapter in
      chapter.plan.tasks.map { task in
        let name = task.name(in: chapter.plan)
        return (name: name, cost: durations[name] ?? task.usualCost)
      }
    }
    var shares = Shard.shares(of: items, count: shard.count)[...]
    for index in verified.indices {
      let plan = verified[index].plan
      let mine = plan.tasks.map { _ in shares.removeFirst() == shard.index }
      verified[index].plan.tasks = zip(plan.tasks, mine).filter(\.1).map(\.0)
      for (task, isMine) in zip(plan.tasks, mine) where !isMine {
        others[index].formUnion(task.blocks.map { plan.chapter.blocks[$0].name })
      }
    }
    return others
  }

  private func prepare(_ chapter: Chapter) -> VerifiedChapter {
    let plan = ChapterPlan(chapter, root: workshop.book.root)
    var verified = VerifiedChapter(plan: plan, problems: plan.problems)
    guard let file = workshop.book.lockFile(of: chapter.file) else { return verified }
    do {
      verified.lock = try LockFile.read(workshop.book.root + "/" + file, shown: file)
    } catch {
      verified.problems.append(error)
    }
    return verified
  }

  // MARK: Running

  /// A task on its way.
  private struct Job: Sendable {
    var chapter: Int
    var task: ChapterPlan.Task
    var ingredients: CacheIngredients
    var name: String
    var known: TaskOutcome?
  }

  private func run(
    _ verified: inout [VerifiedChapter], _ selection: Selection, _ measurements: [String: Measurement],
    _ report: inout CheckReport, _ progress: @escaping @Sendable (Int, Int) -> Void
  ) {
    var caches = verified.map { OutcomeCache(path: usesCache ? cacheFile($0.plan) : nil) }
    var waiting: [Job] = []
    for (index, chapter) in verified.enumerated() {
      for task in chapter.plan.tasks {
        let ingredients = ingredients(of: task, in: chapter.plan.file)
        let job = Job(
          chapter: index, task: task, ingredients: ingredients, name: task.name(in: chapter.plan),
          known: caches[index][ingredients])
        guard
          task.blocks.contains(where: {
            selection.takes(chapter.plan.chapter.blocks[$0], of: chapter.plan.chapter)
          })
        else {
          if let known = job.known { caches[index].keep(known, job.ingredients, of: job.name) }
          continue
        }
        if let known = job.known {
          let judgement = judge(task, known, chapter, measurements)
          if judgement.passed {
            take(job, known, judgement, &verified, &caches, &report, isCached: true)
            continue
          }
        }
        // A failure is believed only of a fresh run.
        waiting.append(job)
      }
    }
    let outcomes = execute(waiting, verified, progress)
    for (job, outcome) in zip(waiting, outcomes) {
      let judgement = judge(job.task, outcome, verified[job.chapter], measurements)
      take(job, outcome, judgement, &verified, &caches, &report, isCached: false)
    }
    finish(&verified, selection, measurements, &report)
    // A chapter that cannot be read now has run nothing; what is known of it stays for when it can.
    for (chapter, cache) in zip(verified, caches) where usesCache && chapter.plan.canRun { cache.save() }
  }

  private func execute(
    _ jobs: [Job], _ verified: [VerifiedChapter], _ progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TaskOutcome] {
    let executor = workshop.executor
    let plans = verified.map(\.plan)
    let network = workshop.book.contents.network
    let done = Tally()
    let count = jobs.count
    var outcomes = [TaskOutcome?](repeating: nil, count: count)
    let merged = MergedTask.tasks(of: Self.compileOnly(jobs), with: executor)
    let results = Scheduler.map(merged, jobs: self.jobs, cost: { Double($0.members.count) }) { task in
      let outcomes = executor.run(task)
      for outcome in outcomes where outcome != nil { progress(done.next(), count) }
      return outcomes
    }
    for (task, result) in zip(merged, results) {
      for (member, outcome) in zip(task.members, result) { outcomes[member.index] = outcome }
    }
    let alone = jobs.indices.filter { outcomes[$0] == nil }
    let rest = Scheduler.map(alone, jobs: self.jobs, cost: { jobs[$0].known?.seconds ?? 1 }) { index in
      let job = jobs[index]
      let plan = plans[job.chapter]
      var executor = executor
      executor.runner.keepsNetwork = network.contains(plan.file)
      let outcome = executor.run(job.task, of: plan)
      progress(done.next(), count)
      return outcome
    }
    for (index, outcome) in zip(alone, rest) { outcomes[index] = outcome }
    return outcomes.compactMap(\.self)
  }

  private static func compileOnly(_ jobs: [Job]) -> [(index: Int, program: Program, key: String)] {
    jobs.enumerated().compactMap { index, job in
      guard case .program(let program) = job.task.work else { return nil }
      return (index, program, job.task.key)
    }
  }

  func judge(
    _ task: ChapterPlan.Task, _ outcome: TaskOutcome, _ chapter: VerifiedChapter,
    _ measurements: [String: Measurement]
  ) -> Judgement {
    switch task.work {
    case .program(let program):
      return ProgramJudge.judge(
        program, of: chapter.plan, key: task.key, outcome: outcome, lock: chapter.lock)
    case .transcript(let index):
      return TranscriptJudge.judge(
        index, of: chapter.plan, key: task.key, outcome: outcome, lock: chapter.lock)
    case .peer(let index, let source):
      return EvidenceJudge.judge(
        peer: index, source: source, of: chapter.plan, outcome: outcome, measurements: measurements,
        root: workshop.book.root)
    }
  }

  private func take(
    _ job: Job, _ outcome: TaskOutcome, _ judgement: Judgement, _ verified: inout [VerifiedChapter],
    _ caches: inout [OutcomeCache], _ report: inout CheckReport, isCached: Bool
  ) {
    if judgement.passed, outcome.isFinal { caches[job.chapter].keep(outcome, job.ingredients, of: job.name) }
    let plan = verified[job.chapter].plan
    for index in job.task.blocks {
      let block = plan.chapter.blocks[index]
      verified[job.chapter].entries[block.name] = judgement.entries[index]
      let isEngine = judgement.problems[index]?.contains { $0.severity == .engine } ?? false
      let status: CheckReport.Status =
        isEngine ? .engine : judgement.failed.contains(index) ? .failed : .passed
      report.blocks.append(entry(block, plan, status, isCached: isCached, seconds: outcome.seconds))
    }
    verified[job.chapter].problems += judgement.problems.sorted { $0.key < $1.key }.flatMap(\.value)
    if case .notInstalled(let language) = outcome.ending {
      let note = "\(language) is not installed here: its programs were not rerun, their records stand"
      if !report.notes.contains(note) { report.notes.append(note) }
    }
    if let gap = outcome.isolationGap {
      let note = "this machine did not let runs be held fully: \(gap)"
      if !report.notes.contains(note) { report.notes.append(note) }
    }
  }

  /// Blocks that nothing is run for.
  private func finish(
    _ verified: inout [VerifiedChapter], _ selection: Selection, _ measurements: [String: Measurement],
    _ report: inout CheckReport
  ) {
    // What needs no run is the first share's matter.
    for index in verified.indices where verified[index].plan.canRun && (shard?.index ?? 1) == 1 {
      let plan = verified[index].plan
      let judgement = EvidenceJudge.judgeNumbers(
        of: plan, measurements: measurements, root: workshop.book.root)
      verified[index].problems += judgement.problems.sorted { $0.key < $1.key }.flatMap(\.value)
      for (number, block) in plan.chapter.blocks.enumerated() where selection.takes(block, of: plan.chapter) {
        if case .skip(let reason) = block.options.mode {
          report.blocks.append(entry(block, plan, .skipped(reason), isCached: false, seconds: 0))
        } else if block.kind == .measured {
          let status: CheckReport.Status = judgement.failed.contains(number) ? .failed : .passed
          report.blocks.append(entry(block, plan, status, isCached: true, seconds: 0))
        }
      }
    }
    report.blocks.sort { ($0.file, $0.line) < ($1.file, $1.line) }
  }

  private func entry(
    _ block: Block, _ plan: ChapterPlan, _ status: CheckReport.Status, isCached: Bool, seconds: Double
  ) -> CheckReport.Entry {
    .init(
      file: plan.file, name: block.name, line: block.range.start.line, kind: block.kind.word, status: status,
      isCached: isCached, seconds: seconds, defect: block.defect)
  }

  // MARK: Keys and locks

  func cacheFile(_ plan: ChapterPlan) -> String {
    "\(workshop.cache)/outcomes/\(plan.file.replacing("/", with: "-")).json"
  }

  /// Everything on this machine that a task's outcome depends on.
  func ingredients(of task: ChapterPlan.Task, in file: String) -> CacheIngredients {
    let executor = workshop.executor
    var ingredients = [
      (name: "the cache's format", value: "2"), ("the text or an option", task.key),
      ("the toolchain's version", workshop.toolchain.identity),
      ("the compiler's file", Toolchain.stamp(of: workshop.toolchain.frontend)),
      ("lesson-runner", Toolchain.stamp(of: executor.runner.runner)),
    ]
    if workshop.book.contents.network.contains(file) { ingredients.append(("the network", "kept")) }
    switch task.work {
    case .program(let program):
      if executor.needsLibrary(program) { ingredients.append(("the modules", executor.library.stamp)) }
      // Who judges placement, and what a live block is linked with, stand in this executable.
      if program.statesPlacement || program.isLive {
        ingredients.append(("lesson", Toolchain.stamp(of: executor.lesson)))
      }
    case .transcript: ingredients.append(("lesson", Toolchain.stamp(of: executor.lesson)))
    case .peer(_, let source):
      ingredients.append(("the source", Toolchain.stamp(of: workshop.book.root + "/" + source)))
    }
    return CacheIngredients(ingredients)
  }

  /// What a check would do about a task, and why, in one sentence.
  package func foresight(of task: ChapterPlan.Task, in plan: ChapterPlan) -> String {
    let ingredients = ingredients(of: task, in: plan.file)
    let cache = OutcomeCache(path: cacheFile(plan))
    if cache[ingredients] != nil { return "known: it passed with all of this the same" }
    guard let before = cache.ingredients(of: task.name(in: plan)) else {
      return "not known: it has not passed here yet"
    }
    return "not known: since it passed, changed: "
      + ingredients.differences(from: before).joined(separator: ", ")
  }

  private func checkLock(of chapter: inout VerifiedChapter, others: Set<String>) {
    guard workshop.book.keepsLocks, chapter.plan.canRun else { return }
    let file = chapter.plan.file
    let lock = chapter.lock
    // A lock that cannot be read has been said; every block would say it again.
    if let lockFile = workshop.book.lockFile(of: file),
      chapter.problems.contains(where: { $0.file == lockFile })
    {
      return
    }
    var names: Set<String> = []
    for task in chapter.plan.tasks {
      if case .peer = task.work { continue }
      for index in task.blocks {
        let block = chapter.plan.chapter.blocks[index]
        names.insert(block.name)
        let place = "\(file):\(block.range.start.line)"
        guard let entry = lock?.blocks[block.name] else {
          chapter.problems.append(
            Problem(
              "lock", file, block.range.start, "this block has no record yet",
              remedy: "lesson accept \(place) makes one"))
          continue
        }
        if entry.key != task.key {
          chapter.problems.append(
            Problem(
              "lock", file, block.range.start, "the record of this block is of an older text",
              remedy: "lesson accept \(place) renews it"))
        }
      }
    }
    for name in (lock?.blocks.keys.sorted() ?? []) where !names.contains(name) && !others.contains(name) {
      chapter.problems.append(
        Problem(
          "lock", file, .init(line: 1, column: 1),
          "the lock holds '\(name)', which no block is called any more",
          remedy: "lesson accept \(file) removes it"))
    }
  }
}

extension Block.Kind {
  /// The kind in one word, for reports.
  package var word: String {
    switch self {
    case .swift: "swift"
    case .hiddenSwift: "setup"
    case .console: "console"
    case .peer(let language): language
    case .value: "value"
    case .claim: "claim"
    case .measured: "measured"
    case .figure: "figure"
    }
  }
}
