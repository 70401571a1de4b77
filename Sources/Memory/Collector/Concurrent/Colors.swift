// Colors: how far a cycle is with one object, for those who watch: white, gray or black, in Dijkstra's words.
// Relies on: the cycle's own lists, which it reads; with one mutator and no marker thread.

import CCollector

/// What a cycle knows of an object.
public enum ObjectColor: UInt8, Sendable {
  /// Not reached.
  case white
  /// Reached and not scanned yet, or remembered by a barrier.
  case gray
  /// Scanned, or made during the cycle.
  case black
}

extension MarkSweep {
  /// The color of an object while a cycle marks.
  ///
  /// - Complexity: O(grays).
  public func color(of object: Ref) -> ObjectColor {
    if isGray(object.word) { return .gray }
    let isReached =
      bitmaps.pointee.marks.contains(object.word) || bitmaps.pointee.fresh.contains(object.word)
    return isReached ? .black : .white
  }

  /// How many objects the barrier has remembered that the marker has not taken yet.
  public var rememberedCount: Int { state.pointee.remembered.count + mutator.pointee.buffered }

  /// Whether a cell was still taken when its block was last swept: what the last cycle reached, or what was made since it began.
  public func isTaken(_ object: Ref) -> Bool { bitmaps.pointee.cells.contains(object.word) }

  private func isGray(_ object: UInt32) -> Bool {
    for index in 0..<marker.pointee.count where marker.pointee[index] == object { return true }
    for index in 0..<state.pointee.remembered.count where state.pointee.remembered.start[index] == object {
      return true
    }
    for index in 0..<state.pointee.shared.count where state.pointee.shared.start[index] == object {
      return true
    }
    for index in 0..<mutator.pointee.buffered where mutator.pointee.buffer[index] == object { return true }
    return false
  }
}

extension MarkSweep {
  /// Whether every object that can be reached is marked, was made during this cycle, or can be reached from a gray one through
  /// white ones: without it the cycle loses an object.
  ///
  /// - Complexity: O(live objects).
  public var keepsTricolorInvariant: Bool {
    guard isMarking, let protected = reachableFromGreys(),
      let seen = Bitmap(words: core.shared.pointee.words)
    else { return !isMarking }
    defer {
      protected.unreserve()
      seen.unreserve()
    }
    let bitmaps = bitmaps.pointee
    var pending = WordList()
    defer { pending.deallocate() }
    core.forEachRoot { pending.push($0.pointee) }
    while pending.count > 0 {
      let object = pending.pop()
      if object == 0 || !seen.insert(object) { continue }
      if !bitmaps.marks.contains(object), !bitmaps.fresh.contains(object), !protected.contains(object) {
        return false
      }
      for index in 0..<core.memory.header(object).refs { pending.push(core.memory.slots(object)[index]) }
    }
    return true
  }

  /// Stores a reference as a program would whose compiler forgot the barrier.
  public func storeUnseen(_ value: Ref, in holder: Ref, at index: Int) {
    collector_store(core.memory.slots(holder.word).start + index, collector_slot(value.word))
  }
}
