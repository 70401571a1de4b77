// What must hold for a mark-sweep heap, in and between cycles.
// Relies on: the walk of Verification.swift. With the world stopped, or one mutator and no marker thread.

extension MarkSweep {
  /// A look at every invariant.
  public func verify() -> String? {
    if let wrong = state.pointee.blocks.verify() { return wrong }
    if let wrong = verifyRuns() { return wrong }
    let blocks = state.pointee.blocks
    let words = blocks.blockWords
    let protected = isMarking ? reachableFromGreys() : nil
    defer { protected?.unreserve() }
    let others = state.pointee.mutators.map { $0.pointee.roots }.filter { $0.slots != core.roots.slots }
    let runs = freeRuns()
    let holds = { (object: UInt32) in
      let block = Int(object) / words
      guard block > 0, block < blocks.count else { return false }
      switch blocks.kind(block) {
      case Blocks.Kind.free, Blocks.Kind.largeTail: return false
      case Blocks.Kind.largeHead: return Int(object) == block * words
      case let cellClass: return (Int(object) - block * words) % CellClass.words(Int(cellClass)) == 0
      }
    }
    return core.walk(others: others, holds: holds) { object in
      if runs.contains(where: { $0.contains(object) }) {
        return "\(object) lies where the next objects are made"
      }
      if let protected, !bitmaps.pointee.marks.contains(object), !bitmaps.pointee.fresh.contains(object),
        !protected.contains(object)
      {
        return "\(object) is white, reachable, and no grey object leads to it"
      }
      return nil
    }
  }

  private func freeRuns() -> [Range<UInt32>] {
    state.pointee.mutators.flatMap { mutator in
      (1...CellClass.count).compactMap { cellClass in
        let window = mutator.pointee.windows[cellClass]
        return window.cursor < window.limit ? window.cursor..<window.limit : nil
      }
    }
  }

  private func verifyRuns() -> String? {
    let runs = freeRuns().sorted { $0.lowerBound < $1.lowerBound }
    for (run, next) in zip(runs, runs.dropFirst()) where run.overlaps(next) {
      return "the runs \(run) and \(next) overlap"
    }
    return nil
  }

  /// What greys lead to through white objects.
  func reachableFromGreys() -> Bitmap? {
    guard let reached = Bitmap(words: core.shared.pointee.words) else { return nil }
    let marks = bitmaps.pointee.marks
    var pending = WordList()
    defer { pending.deallocate() }
    for index in 0..<marker.pointee.count { pending.push(marker.pointee[index]) }
    for list in [state.pointee.remembered, state.pointee.shared] {
      for index in 0..<list.count { pending.push(list.start[index]) }
    }
    for mutator in state.pointee.mutators {
      for index in 0..<mutator.pointee.buffered { pending.push(mutator.pointee.buffer[index]) }
      for index in 0..<mutator.pointee.assist.count { pending.push(mutator.pointee.assist[index]) }
    }
    while pending.count > 0 {
      let object = pending.pop()
      guard reached.insert(object) else { continue }
      let header = core.memory.header(object)
      for index in 0..<header.refs {
        let child = core.memory.slots(object)[index]
        if child != 0, !marks.contains(child) { pending.push(child) }
      }
    }
    return reached
  }
}
