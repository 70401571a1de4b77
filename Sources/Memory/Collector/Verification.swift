// Verification: a walk over everything that the mutators can reach, and what must hold for each object. It uses nothing of
// the collectors' own tracing, so that they can be judged by it.

extension HeapCore {
  /// Visits every object that can be reached from this mutator's roots.
  ///
  /// - Parameters:
  ///   - others: Roots of further mutators.
  ///   - holds: Whether an object may lie there.
  ///   - visit: A further invariant of the plan; says what is wrong.
  /// - Returns: What is wrong first, or nil.
  /// - Complexity: O(live objects), and a bit for each word of the heap.
  func walk(others: [Roots] = [], holds: (UInt32) -> Bool, visit: (UInt32) -> String?) -> String? {
    guard let seen = Bitmap(words: shared.pointee.words) else { return "no memory to verify with" }
    defer { seen.unreserve() }
    var pending = WordList()
    defer { pending.deallocate() }
    func reach(_ object: UInt32, _ holder: UInt32) -> String? {
      if object == 0 { return nil }
      if !holds(object) { return "\(holder) refers to \(object), which lies in no object space" }
      if seen.insert(object) { pending.push(object) }
      return nil
    }
    for roots in [roots] + others {
      for index in 0..<roots.count {
        if let wrong = reach(roots.slots[index], 0) { return wrong }
      }
    }
    let ready = registry.pointee.ready
    for index in 0..<ready.count {
      if let wrong = reach(ready.start[index], 0) { return wrong }
    }
    while pending.count > 0 {
      let object = pending.pop()
      let header = memory.header(object)
      if header.isForwarded {
        return "\(object) has moved to \(header.forwarded), and somebody refers to it here"
      }
      if header.words < objectWords(refs: header.refs, bytes: 0) {
        return "\(object) has \(header.refs) references in \(header.words) words"
      }
      if let wrong = visit(object) { return wrong }
      for index in 0..<header.refs {
        if let wrong = reach(memory.slots(object)[index], object) { return wrong }
      }
    }
    let weak = registry.pointee.weak
    for index in 0..<weak.count where weak.start[index] != 0 {
      if !holds(weak.start[index]) { return "a weak reference to \(weak.start[index]) dangles" }
    }
    return nil
  }
}
