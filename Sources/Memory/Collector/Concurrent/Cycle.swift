// Cycle: one collection of a mark-sweep heap, as steps: begin, mark, take the greys that barriers handed over, terminate, end.
// A stopped world runs them in a row, the marker thread beside its mutators, a page and the tests one at a time in any order
// that a mutator allows.
// Invariant while marking (weak tri-colour, Pirinen 1998): what is reachable is marked, or was made during the cycle, or can
// be reached from a grey object through white ones. Greys are the workers' stacks, what they gave away, what barriers have
// handed over, and the mutators' buffers.

import CCollector

extension MarkSweep {
  /// Whether a cycle is marking.
  public var isMarking: Bool { collector_phase(phase) & Phase.marking != 0 }

  /// Starts a cycle: what the roots refer to is grey, the barrier is on, and what is made from here on is black. The world is
  /// stopped.
  ///
  /// - Parameter staysStopped: Whether no mutator runs before the cycle ends, so that none uses the rest of its runs.
  func begin(staysStopped: Bool = false) {
    while !state.pointee.blocks.isSwept { state.pointee.blocks.sweep(1 << 20, core) }
    core.enter(.roots)
    collector_set_phase(phase, collector_phase(phase) | Phase.marking)
    for mutator in state.pointee.mutators {
      tell(mutator)
      if !staysStopped, !core.suffers(.beginsWithoutOldRuns) {
        for cellClass in 1...CellClass.count {
          let window = mutator.pointee.windows[cellClass]
          blackenIfMarking(window.cursor, window.limit, UInt32(CellClass.words(cellClass)))
        }
      }
      core.with(mutator.pointee.roots).forEachRoot { shade($0.pointee) }
    }
    state.pointee.isResolved = false
    credit.pointee = 0
    state.pointee.assistedWords = 0
    state.pointee.pace.begin(
      work: max(state.pointee.liveWords, heapWords / 2), heap: heapWords, goal: state.pointee.goal)
    core.enter(.mark)
  }

  private func shade(_ object: UInt32) {
    let before = marker.pointee.count
    marker.pointee.shade(object, bitmaps.pointee.marks, isShared: true)
    if marker.pointee.count != before { core.log?.note(.shade, object) }
  }

  /// Scans at most `budget` objects. Returns whether there are more on the marker's own stack.
  func mark(_ budget: Int) -> Bool {
    let marks = bitmaps.pointee.marks
    if state.pointee.world == nil {
      marker.pointee.scan(budget, marks, core.memory, core.log)
    } else {
      marker.pointee.scanShared(budget, marks, core.memory, core.log)
    }
    return marker.pointee.count > 0
  }

  /// Takes what barriers remembered, and what workers gave away. Under the lock, or with the world stopped.
  ///
  /// - Returns: Whether there is anything to mark.
  func takeGreys() -> Bool {
    while state.pointee.shared.count > 0 { marker.pointee.push(state.pointee.shared.pop()) }
    while state.pointee.remembered.count > 0 { shade(state.pointee.remembered.pop()) }
    return marker.pointee.count > 0
  }

  /// The world is stopped. Marks nothing: finds out whether there is nothing left to mark, and resolves weak references and
  /// finalizers when there is not, which may make more to mark.
  ///
  /// - Returns: Whether the cycle can end.
  func terminate() -> Bool {
    for mutator in state.pointee.mutators { flush(mutator) }
    if core.suffers(.terminatesWithGreys) { state.pointee.remembered.removeAll() }
    if takeGreys() { return false }
    if state.pointee.isResolved { return true }
    state.pointee.isResolved = true
    core.enter(.terminate)
    let bitmaps = bitmaps.pointee
    core.resolve(isLive: { bitmaps.marks.contains($0) || bitmaps.fresh.contains($0) }) { object in
      shade(object)
      return object
    }
    return marker.pointee.count == 0
  }

  /// Ends a cycle: what was not reached is room. O(mutators), not O(heap): blocks are swept afterwards. The world is stopped.
  func end() {
    for mutator in state.pointee.mutators where !core.suffers(.keepsRunsOverCycle) {
      mutator.pointee.dropRuns()
    }
    let scanned = marker.pointee.scannedWords + state.pointee.assistedWords
    let peak = state.pointee.blocks.wordsInUse << 3
    state.pointee.liveWords = scanned + state.pointee.pace.takenDuringMark(heapWords)
    state.pointee.takenWords = 0
    marker.pointee.scannedWords = 0
    state.pointee.blocks.endCycle()
    setTriggers()
    core.shared.pointee.statistics.fullCollections += 1
    core.shared.pointee.statistics.liveBytes = state.pointee.liveWords << 3
    core.shared.pointee.statistics.tracedBytes += scanned << 3
    if peak > core.shared.pointee.statistics.peakBytes { core.shared.pointee.statistics.peakBytes = peak }
    collector_set_phase(phase, collector_phase(phase) & ~Phase.marking)
    core.enter(.sweep)
  }

  /// Words that were live after the last cycle, and taken since.
  var heapWords: Int { state.pointee.liveWords + state.pointee.takenWords }

  func setTriggers() {
    let live = state.pointee.liveWords
    let goal = core.shared.pointee.pacing.goal(live: live)
    core.shared.pointee.statistics.goalBytes = goal << 3
    // A marker beside its mutators has to begin before the goal to end at it.
    state.pointee.trigger = state.pointee.world == nil ? goal : live + (goal - live) / 2
    state.pointee.goal = goal
  }

  // MARK: The stopped world

  /// Collects everything now; beside a marker thread, waits for a cycle that begins now or later.
  public func collect(_ kind: CollectionKind = .full) {
    locked { core.shared.pointee.statistics.forcedCollections += 1 }
    if state.pointee.world != nil { return collectConcurrently() }
    core.shared.pointee.isForced = true
    collectStopped()
    core.shared.pointee.isForced = false
  }

  /// A whole cycle on this thread, which is the only one.
  func collectStopped() {
    let start = CollectorMoment()
    // A page may have left a cycle in the middle.
    if !isMarking { begin(staysStopped: true) }
    let sizes = (begin: heapWords << 3, goal: state.pointee.goal << 3)
    verifyPhase()
    let marked = CollectorMoment()
    markStopped()
    core.shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- marked.work
    verifyPhase()
    end()
    core.pause(since: start)
    core.trace(
      .full, since: start,
      CollectionSizes(
        begin: sizes.begin, end: sizes.begin, live: state.pointee.liveWords << 3, goal: sizes.goal))
    verifyPhase()
  }

  /// Marks until nothing is left to mark, with the world stopped.
  func markStopped() {
    let (memory, marks, log) = (core.memory, bitmaps.pointee.marks, core.log)
    repeat {
      guard let crew = core.shared.pointee.crew else {
        while mark(1 << 20) {}
        continue
      }
      let helped = crew.mark(marker) { $0.scanShared($1, marks, memory, log) }
      marker.pointee.scannedWords += helped.words
      core.shared.pointee.statistics.helpedBytes += helped.words << 3
      core.shared.pointee.statistics.traceNanoseconds += helped.nanoseconds
    } while !terminate()
  }

  // MARK: Step by step

  /// One step of a cycle: the first begins it, each further one scans at most `budget` objects, or takes what barriers handed
  /// over, or ends it. For figures and tests: with one mutator and no marker thread.
  public func step(_ budget: Int = 1) {
    guard isMarking else {
      begin()
      return share(all: true)
    }
    if mark(budget) || takeGreys() { return share(all: true) }
    if terminate() { end() }
  }

  /// Lets mutators assist between steps, where no marker thread works for them.
  public func assistBetweenSteps() { state.pointee.assistsBetweenSteps = true }

  /// Gives greys to those who assist: some of many, or all of them, where the marker stands between two steps.
  func share(all: Bool) {
    let isStanding = all && state.pointee.assistsBetweenSteps
    guard isStanding || !all && marker.pointee.count > 2048 else { return }
    locked {
      while marker.pointee.count > 0, isStanding || state.pointee.shared.count < 512 {
        state.pointee.shared.push(marker.pointee.pop())
      }
    }
  }
}
