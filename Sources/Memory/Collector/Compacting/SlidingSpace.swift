// SlidingSpace: a space whose objects slide down over the gaps between them, in address order, in two passes over the heap's
// bitmap and one over the objects.
// Source: Kermany & Petrank, The Compressor (PLDI 2006). Every word of a live object is marked, so an object's new place is
// its block's offset plus the number of bits before it in the block: no forwarding words.
// Invariant: outside of a collection no bit is set; in the slide, an object's new place is never after its old one.

/// A part of the heap that is filled from below and compacted.
struct SlidingSpace {
  let start: UInt32
  let capacity: Int
  /// By heap block of 64 words: where its first live word goes.
  private let offsets: Table<UInt32>
  private let marks: Bitmap
  /// Reserved for the worst case: an object is pushed once, and has two words at least.
  private let stack: Table<UInt32>

  /// For `capacity` words from `start` on, a multiple of 64.
  init?(start: UInt32, capacity: Int) {
    let end = Int(start) + capacity
    guard let marks = Bitmap(words: end), let offsets = Table<UInt32>(count: end / 64 + 2),
      let stack = Table<UInt32>(count: capacity / 2 + 1)
    else { return nil }
    self.start = start
    self.capacity = capacity
    self.marks = marks
    self.offsets = offsets
    self.stack = stack
  }

  func unreserve() {
    marks.unreserve()
    offsets.unreserve()
    stack.unreserve()
  }

  @inline(__always) func isMarked(_ object: UInt32) -> Bool { marks.contains(object) }

  /// Where a marked object will be. Only between `assign` and the end of `slide`.
  @inline(__always) func place(_ object: UInt32) -> UInt32 {
    offsets[object &>> 6] &+ UInt32(truncatingIfNeeded: marks.countBefore(object))
  }

  /// Marks everything that can be reached from `object`.
  @inline(__always) func mark(_ object: UInt32, _ core: HeapCore) {
    if object == 0 || marks.contains(object) { return }
    drain(from: object, core)
  }

  @inline(never) private func drain(from root: UInt32, _ core: HeapCore) {
    let isShort = core.suffers(.marksOneWordLess)
    var count = 0
    @inline(__always) func push(_ object: UInt32, _ holder: UInt32) {
      marks.insert(object, count: core.memory.header(object).words &- (isShort ? 1 : 0))
      stack[count] = object
      count &+= 1
      core.log?.note(.shade, object, holder)
    }
    push(root, 0)
    while count > 0 {
      count &-= 1
      let object = stack[count]
      let slots = core.memory.slots(object)
      let refs = core.memory.header(object).refs
      core.log?.note(.scan, object)
      var index = 0
      while index < refs {
        let child = slots[index]
        if child != 0, !marks.contains(child) { push(child, object) }
        index &+= 1
      }
    }
  }

  /// Marks an object for one of several markers, and gives it to it if nobody had.
  @inline(__always) func shade(_ object: UInt32, for marker: inout Marker, _ core: HeapCore) {
    if object == 0 || marks.contains(object) { return }
    guard marks.claim(object) else { return }
    marks.claim(object, count: core.memory.header(object).words)
    marker.push(object)
  }

  /// Scans at most `budget` objects of a marker's stack, while others scan theirs.
  @inline(never) func scanShared(_ marker: inout Marker, _ budget: Int, _ core: HeapCore) {
    var left = budget
    while left > 0, marker.count > 0 {
      let object = marker.pop()
      let header = core.memory.header(object)
      let slots = core.memory.slots(object)
      marker.scannedWords &+= header.words
      for index in 0..<header.refs { shade(slots[index], for: &marker, core) }
      left -= 1
    }
  }

  /// Marks everything that can be reached from the roots, with all of a crew.
  func mark(_ core: HeapCore, with crew: Crew) {
    let first = crew.own
    core.forEachRoot { shade($0.pointee, for: &first.pointee, core) }
    let helped = crew.mark(first) { scanShared(&$0, $1, core) }
    core.shared.pointee.statistics.helpedBytes += helped.words << 3
    core.shared.pointee.statistics.traceNanoseconds += helped.nanoseconds
    first.pointee.scannedWords = 0
  }

  /// What is reachable and not marked when marking is over, or nil.
  func verifyMarks(_ core: HeapCore) -> String? {
    core.walk(holds: { $0 >= start && Int($0 - start) < capacity }) {
      isMarked($0) ? nil : "\($0) is reachable and not marked"
    }
  }

  /// Gives every block its offset. Marking is over.
  func assign(upTo cursor: UInt32) {
    var to = start
    for block in Int(start &>> 6)..<Int((cursor &+ 63) &>> 6) {
      offsets[block] = to
      to = to &+ UInt32(truncatingIfNeeded: marks[block].nonzeroBitCount)
    }
  }

  /// Updates every reference in the space, and slides the objects down.
  ///
  /// - Parameter moved: Told of each object's new place and its words.
  /// - Returns: The first free word.
  func slide(upTo cursor: UInt32, _ core: HeapCore, moved: (UInt32, Int) -> Void) -> UInt32 {
    let first = Int(start &>> 6)
    let last = Int((cursor &+ 63) &>> 6) - (core.suffers(.skipsLastBlock) ? 1 : 0)
    var free = start
    var moving = 0
    var block = first
    var bits: UInt64 = first < last ? marks[first] : 0
    while block < last {
      if bits == 0 {
        block &+= 1
        if block < last { bits = marks[block] }
        continue
      }
      let object = UInt32(truncatingIfNeeded: block &<< 6 &+ bits.trailingZeroBitCount)
      let header = core.memory.header(object)
      let slots = core.memory.slots(object)
      var index = 0
      while index < header.refs {
        let child = slots[index]
        if child >= start {
          slots[index] = place(child)
          core.log?.note(.forward, object, slots[index])
        }
        index &+= 1
      }
      if free != object {
        core.memory.move(object, free, header.words)
        moving &+= header.words
        core.log?.note(.slide, object, free)
      }
      moved(free, header.words)
      free = free &+ UInt32(truncatingIfNeeded: header.words)
      let end = Int(object) &+ header.words
      if end &>> 6 != block {
        block = end &>> 6
        if block >= last { break }
        bits = marks[block]
      }
      bits &= ~0 &<< UInt64(end & 63)
    }
    core.shared.pointee.statistics.movedBytes += moving << 3
    if !core.suffers(.clearsNoMarks) { marks.clear(first..<Int((cursor &+ 63) &>> 6)) }
    return free
  }
}
