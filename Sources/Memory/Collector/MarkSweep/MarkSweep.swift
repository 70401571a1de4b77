// MarkSweep: objects stay where they are made. A cycle marks what is reachable in a bitmap beside the heap; what is not
// marked is room for new objects, found while allocating. The same plan collects with the world stopped, or with a marker
// thread beside the mutators (Concurrent), or step by step in a page (Cycle).
// Source: McCarthy (CACM 1960); lazy sweeping by bitmap: Go 1.27 runtime/mgcsweep.go, mbitmap.go.

import CCollector
import CPlatform

/// The collector that does not move objects.
public struct MarkSweep: Plan {
  /// What all plans share.
  public let core: HeapCore
  @usableFromInline let windows: UnsafeMutablePointer<BumpWindow>
  @usableFromInline let largest: Int
  @usableFromInline let phase: UnsafeMutablePointer<UInt32>
  let mutator: UnsafeMutablePointer<MutatorState>
  let state: UnsafeMutablePointer<State>
  /// The words that threads share without being stopped stand alone: Swift's exclusivity is about whole variables.
  let bitmaps: UnsafeMutablePointer<Bitmaps>
  let lock: UnsafeMutablePointer<UInt32>
  let credit: UnsafeMutablePointer<Int64>
  /// The cycle's: the marker thread's while there is one.
  let marker: UnsafeMutablePointer<Marker>

  /// Guarded by the lock, or by the world's being stopped.
  struct State {
    var blocks: Blocks
    var mutators: [UnsafeMutablePointer<MutatorState>] = []
    /// What barriers remembered: grey, and not marked yet.
    var remembered = WordList()
    /// Marked, and not scanned: what a worker gave away.
    var shared = WordList()
    let bufferCapacity: Int
    /// Words reachable after the last cycle, and taken since.
    var liveWords = 0
    var takenWords = 0
    var trigger: Int
    var goal: Int
    /// How far the heap may grow before a mutator waits for the cycle to end: assists hold the goal once marking goes on,
    /// and a marker thread that has not been given a processor yet is no reason to stand.
    var hardLimit: Int { goal + max(0, goal - liveWords) }
    /// Whether weak references and finalizers of this cycle have been resolved.
    var isResolved = false
    var pace = AssistPace()
    /// Words that mutators marked in this cycle.
    var assistedWords = 0
    var world: World?
    /// Whether mutators assist without a marker thread, too: between the steps of a figure or a test.
    var assistsBetweenSteps = false
  }

  /// Bits of `phase`.
  @frozen @usableFromInline enum Phase {
    @inlinable static var marking: UInt32 { 1 }
    @inlinable static var stop: UInt32 { 2 }
  }

  /// - Parameters:
  ///   - bytes: The most that the heap may have.
  ///   - floor: No collection before the heap has so many bytes.
  ///   - blockBytes: A power of two from 512 on; a quarter of it is the largest object in a cell.
  ///   - buffer: How many references a barrier remembers before it hands them over.
  ///   - roots: Slots of the shadow stack.
  ///   - events: How many events an observer sees at once; 0 when nobody observes.
  /// - Returns: nil when the system has no such address space.
  public init?(
    bytes: Int, floor: Int = 4 << 20, blockBytes: Int = 16 << 10, buffer: Int = 1024, roots: Int = 1 << 20,
    events: Int = 0
  ) {
    let blockWords = blockBytes >> 3
    guard blockBytes >= 512, blockBytes <= 16 << 10, blockBytes & (blockBytes - 1) == 0, buffer > 0 else {
      return nil
    }
    // One block more than was asked for: the first is never used.
    let words = (bytes >> 3 + 2 * blockWords - 1) / blockWords * blockWords
    guard let core = HeapCore(words: words, roots: roots, floor: max(2, floor >> 3), events: events) else {
      return nil
    }
    let bitmaps = UnsafeMutablePointer<Bitmaps>.allocate(capacity: 1)
    guard let maps = Bitmaps(words: words),
      let blocks = Blocks(words: words, blockWords: blockWords, bitmaps: bitmaps),
      let cycleMarker = Marker(heapWords: words),
      let own = MutatorState(roots: core.roots, bufferCapacity: buffer, heapWords: words)
    else {
      bitmaps.deallocate()
      core.close()
      return nil
    }
    bitmaps.initialize(to: maps)
    self.core = core
    self.bitmaps = bitmaps
    windows = own.windows
    largest = Blocks.largestCell(blockWords)
    phase = .allocate(capacity: 1)
    phase.initialize(to: 0)
    lock = .allocate(capacity: 1)
    lock.initialize(to: 0)
    credit = .allocate(capacity: 1)
    credit.initialize(to: 0)
    marker = .allocate(capacity: 1)
    marker.initialize(to: cycleMarker)
    mutator = .allocate(capacity: 1)
    mutator.initialize(to: own)
    let goal = max(2, floor >> 3)
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        blocks: blocks, mutators: [mutator], bufferCapacity: buffer, trigger: goal, goal: goal
      ))
  }

  /// The same heap for another mutator.
  private init(
    _ heap: MarkSweep, roots: Roots, mutator: UnsafeMutablePointer<MutatorState>
  ) {
    core = heap.core.with(roots)
    self.mutator = mutator
    windows = mutator.pointee.windows
    state = heap.state
    phase = heap.phase
    bitmaps = heap.bitmaps
    lock = heap.lock
    credit = heap.credit
    marker = heap.marker
    largest = heap.largest
  }

  /// Gives all memory back.
  public func close() {
    stopMarker()
    for mutator in state.pointee.mutators {
      if mutator != self.mutator { mutator.pointee.roots.unreserve() }
      mutator.pointee.deallocate()
      mutator.deinitialize(count: 1)
      mutator.deallocate()
    }
    bitmaps.pointee.unreserve()
    state.pointee.blocks.unreserve()
    marker.pointee.unreserve()
    state.pointee.remembered.deallocate()
    state.pointee.shared.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
    bitmaps.deallocate()
    phase.deallocate()
    lock.deallocate()
    credit.deallocate()
    marker.deallocate()
    core.close()
  }

  /// Another mutator of the same heap, with roots of its own, for another thread. Call it on that thread, and `detach` there
  /// when it is done.
  ///
  /// - Returns: nil when the system has no address space for its roots.
  public func attach(roots capacity: Int = 1 << 16) -> MarkSweep? {
    guard let roots = Roots(capacity: capacity),
      let own = MutatorState(
        roots: roots, bufferCapacity: state.pointee.bufferCapacity, heapWords: core.shared.pointee.words)
    else { return nil }
    let mutator = UnsafeMutablePointer<MutatorState>.allocate(capacity: 1)
    mutator.initialize(to: own)
    enter(mutator)
    return MarkSweep(self, roots: roots, mutator: mutator)
  }

  /// Ends a mutator: its roots are roots no more.
  public func detach() {
    leave(mutator)
    core.roots.unreserve()
    mutator.pointee.deallocate()
    mutator.deinitialize(count: 1)
    mutator.deallocate()
  }

  /// Words of a block: four times the largest cell.
  var blockWords: Int { largest * 4 }

  func locked<Result>(_ body: () -> Result) -> Result {
    platform_lock(lock)
    defer { platform_unlock(lock) }
    return body()
  }

  // MARK: Allocating

  /// Makes an object in the next free cell of its class.
  @inlinable @inline(__always)
  public func allocate(refs: Int = 0, bytes: Int = 0) throws(OutOfMemory) -> Ref {
    let words = objectWords(refs: refs, bytes: bytes)
    if words > largest { return try allocateLarge(words, refs: refs) }
    let cellClass = CellClass.of(words)
    let window = windows + cellClass
    let at = window.pointee.cursor
    if at == window.pointee.limit { return try allocateSlow(words, refs: refs, cellClass) }
    window.pointee.cursor = at &+ UInt32(truncatingIfNeeded: CellClass.words(cellClass))
    core.memory.make(at, words, refs)
    if let log = core.log { log.note(.allocate, at, UInt32(truncatingIfNeeded: words)) }
    return Ref(at)
  }

  @usableFromInline @inline(never)
  func allocateSlow(_ words: Int, refs: Int, _ cellClass: Int) throws(OutOfMemory) -> Ref {
    safepoint()
    var collected = false
    while !findRun(cellClass) {
      pace(&collected)
      let block = locked { state.pointee.blocks.take(cellClass, core) }
      if let block {
        let first = UInt32(block * blockWords)
        mutator.pointee.search[cellClass] = BumpWindow(cursor: first, limit: first + UInt32(blockWords))
      } else if !makeRoom(&collected) {
        throw outOfMemory(words)
      }
    }
    return try allocate(refs: refs, bytes: (words - 1) << 3 - refs << slotShift)
  }

  /// Looks for the next free run in the block that the mutator has, and opens a window on it.
  private func findRun(_ cellClass: Int) -> Bool {
    let size = UInt32(CellClass.words(cellClass))
    let cells = bitmaps.pointee.cells
    let end = mutator.pointee.search[cellClass].limit
    var next = mutator.pointee.search[cellClass].cursor
    while next &+ size <= end, cells.contains(next) { next &+= size }
    guard next &+ size <= end else { return false }
    let first = next
    while next &+ size <= end, !cells.contains(next) { next &+= size }
    if core.suffers(.sweepsOneCellFurther), next &+ size <= end { next &+= size }
    mutator.pointee.search[cellClass].cursor = next
    windows[cellClass] = BumpWindow(cursor: first, limit: next)
    blackenIfMarking(first, next, size)
    charge(Int(next - first))
    return true
  }

  @usableFromInline @inline(never)
  func allocateLarge(_ words: Int, refs: Int) throws(OutOfMemory) -> Ref {
    guard words <= Header.most, refs <= Header.most else { throw outOfMemory(words) }
    safepoint()
    var collected = false
    while true {
      pace(&collected)
      if let block = locked({ state.pointee.blocks.takeLarge(words, core) }) {
        let object = UInt32(block * blockWords)
        blackenIfMarking(object, object + 1, 1)
        charge((words + blockWords - 1) / blockWords * blockWords)
        core.memory.make(object, words, refs)
        core.log?.note(.allocate, object, UInt32(words))
        return Ref(object)
      }
      guard makeRoom(&collected) else { throw outOfMemory(words) }
    }
  }

  /// Collects, or asks the marker for it, when enough has been taken.
  private func pace(_ collected: inout Bool) {
    let (isDue, isLate) = locked {
      tell(mutator)
      return (heapWords >= state.pointee.trigger, heapWords >= state.pointee.hardLimit)
    }
    guard isDue else { return }
    if state.pointee.world != nil { return askMarker(isLate: isLate) }
    if !collected { collectStopped() }
    collected = true
  }

  /// No block is left. Returns whether it is worth while to try again.
  private func makeRoom(_ collected: inout Bool) -> Bool {
    if collected { return false }
    collected = true
    if state.pointee.world == nil { collectStopped() } else { collectConcurrently() }
    return true
  }

  private func outOfMemory(_ words: Int) -> OutOfMemory {
    OutOfMemory(bytes: words << 3, limit: (core.shared.pointee.words - blockWords) << 3)
  }

  /// What is made while the marker marks is black: the marker need not find it.
  func blackenIfMarking(_ first: UInt32, _ end: UInt32, _ size: UInt32) {
    guard collector_phase(phase) & Phase.marking != 0, !core.suffers(.bornWhite) else { return }
    var cell = first
    while cell < end {
      _ = bitmaps.pointee.fresh.insert(cell)
      cell &+= size
    }
  }

  /// Blocks that hold objects, or held some when they were last swept.
  public var blocksInUse: Int { locked { state.pointee.blocks.used } }

  /// Sweeps what allocating has not swept yet.
  ///
  /// - Returns: How many blocks became free, and how many cells are taken in the others.
  public func sweepAll() -> (freed: Int, cells: Int) {
    locked {
      let before = state.pointee.blocks.used
      while !state.pointee.blocks.isSwept { state.pointee.blocks.sweep(1 << 20, core) }
      return (before - state.pointee.blocks.used, state.pointee.blocks.takenCells)
    }
  }

  /// What the heap has done so far, read under its lock.
  public var statistics: CollectorStatistics { locked { core.shared.pointee.statistics } }
}
