// Marker: one worker's grey objects, and the loop that scans them. Between the stack and the scan there are eight objects on
// their way into the cache, so that the misses of a random heap overlap.
// Source: Cher, Hosking & Vitek, Software Prefetching for Mark-Sweep Garbage Collection (ASPLOS 2004). Invariant: an object
// is grey once in a cycle: whoever sets its mark bit pushes it.

import CCollector

struct Marker {
  private let stack: Table<UInt32>
  private(set) var count = 0
  /// Words of the objects that were scanned.
  var scannedWords = 0

  /// The stack is reserved for the worst case (an object has two words at least), and backed as it is used.
  init?(heapWords: Int) {
    guard let stack = Table<UInt32>(count: heapWords / 2 + 64) else { return nil }
    self.stack = stack
  }

  func unreserve() { stack.unreserve() }

  subscript(_ index: Int) -> UInt32 { stack[index] }

  @inline(__always) mutating func push(_ object: UInt32) {
    stack[count] = object
    count &+= 1
  }

  @inline(__always) mutating func pop() -> UInt32 {
    count &-= 1
    return stack[count]
  }

  /// Marks an object, and makes it grey if it was white.
  @inline(__always) mutating func shade(_ object: UInt32, _ marks: Bitmap, isShared: Bool) {
    if object != 0, isShared ? marks.claim(object) : marks.insert(object) { push(object) }
  }

  /// Scans at most `budget` objects, alone in the heap's bitmap.
  @inline(never) mutating func scan(_ budget: Int, _ marks: Bitmap, _ memory: HeapMemory, _ log: EventLog?) {
    scanLoop(budget, marks, memory, log, isShared: false)
  }

  /// Scans at most `budget` objects, while other workers do the same.
  @inline(never) mutating func scanShared(
    _ budget: Int, _ marks: Bitmap, _ memory: HeapMemory, _ log: EventLog?
  ) {
    scanLoop(budget, marks, memory, log, isShared: true)
  }

  @inline(__always) private mutating func scanLoop(
    _ budget: Int, _ marks: Bitmap, _ memory: HeapMemory, _ log: EventLog?, isShared: Bool
  ) {
    var left = budget
    var words = 0
    // Local, so that the loop keeps it in registers.
    let stack = stack.start
    var count = count
    var ring: InlineArray<8, UInt32> = .init(repeating: 0)
    var head = 0
    var held = 0
    while left > 0 {
      while held < Int(COLLECTOR_PREFETCHED), count > 0 {
        count &-= 1
        let next = stack[count]
        memory.prefetch(next)
        ring[(head &+ held) & 7] = next
        held &+= 1
      }
      if held == 0 { break }
      let object = ring[head & 7]
      head &+= 1
      held &-= 1
      let header = memory.header(object)
      let slots = memory.slots(object)
      words &+= header.words
      log?.note(.scan, object)
      var index = 0
      let refs = header.refs
      while index < refs {
        let child = slots.acquire(index)
        if child != 0, isShared ? marks.claim(child) : marks.insert(child) {
          stack[count] = child
          count &+= 1
          log?.note(.shade, child, object)
        }
        index &+= 1
      }
      left &-= 1
    }
    while held > 0 {
      stack[count] = ring[head & 7]
      count &+= 1
      head &+= 1
      held &-= 1
    }
    self.count = count
    scannedWords &+= words
  }
}
