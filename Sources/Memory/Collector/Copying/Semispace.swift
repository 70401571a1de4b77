// Semispace: two regions of equal size; what is reachable is copied from one to the other, and the first is free at once.
// Source: Cheney, A Nonrecursive List Compacting Algorithm (CACM 1970): the copies are their own queue, so that a list of ten
// million objects needs no stack.
// Invariant: between collections every object lies in the current region, and no header is a forwarding one.

/// The copying collector.
public struct Semispace: OneSpacePlan {
  /// What all plans share.
  public let core: HeapCore
  /// Where the next object goes.
  public let windowBits: UnsafeMutablePointer<UInt64>
  private let state: UnsafeMutablePointer<State>

  private struct State {
    let regionWords: Int
    /// The current region's first word.
    var start: UInt32
    var isInSecond = false
  }

  /// The first word that an object may have: reference 0 is null.
  static let firstWord: UInt32 = 64

  /// - Parameters:
  ///   - bytes: The most that objects may take; twice as much address space is reserved.
  ///   - floor: No collection before the heap has so many bytes.
  ///   - roots: Slots of the shadow stack.
  ///   - events: How many events an observer sees at once; 0 when nobody observes.
  /// - Returns: nil when the system has no such address space, or `bytes` is more than 2 GiB.
  public init?(bytes: Int, floor: Int = 4 << 20, roots: Int = 1 << 20, events: Int = 0) {
    let region = bytes >> 3
    guard region > 0, region <= Header.most,
      let core = HeapCore(
        words: Int(Self.firstWord) + 2 * region, roots: roots, floor: max(2, floor >> 3), events: events)
    else { return nil }
    self.core = core
    windowBits = .allocate(capacity: 1)
    state = .allocate(capacity: 1)
    state.initialize(to: State(regionWords: region, start: Self.firstWord))
    let first = Self.firstWord
    windowBits.initialize(to: 0)
    window.pointee = BumpWindow(cursor: first, limit: first + UInt32(min(region, max(2, floor >> 3))))
  }

  /// Gives all memory back.
  public func close() {
    core.close()
    state.deallocate()
    windowBits.deallocate()
  }

  /// The current region's words.
  public var space: Range<UInt32> {
    state.pointee.start..<state.pointee.start + UInt32(state.pointee.regionWords)
  }

  /// Copies everything that can be reached, because the window is full.
  public func collectNow() {
    let start = CollectorMoment()
    let from = state.pointee.start
    let used = Int(window.pointee.cursor - from)
    state.pointee.isInSecond.toggle()
    let to = Self.firstWord + (state.pointee.isInSecond ? UInt32(state.pointee.regionWords) : 0)
    core.enter(.copy)

    var cheney = Cheney(core: core, from: from..<window.pointee.cursor, free: to)
    core.forEachRoot { $0.pointee = cheney.forward($0.pointee) }
    cheney.drain()
    core.resolve(isLive: { core.memory.header($0).isForwarded }) { object in
      let place = cheney.forward(object)
      cheney.drain()
      return place
    }
    core.registry.pointee.update {
      core.memory.header($0).isForwarded ? core.memory.header($0).forwarded : $0
    }

    let live = Int(cheney.free - to)
    state.pointee.start = to
    let goal = core.shared.pointee.pacing.goal(live: live)
    window.pointee = BumpWindow(
      cursor: cheney.free, limit: to + UInt32(min(goal, state.pointee.regionWords)))
    count(used: used, live: live, since: start)
    core.enter(.idle)
    verifyPhase()
  }

  private func count(used: Int, live: Int, since start: CollectorMoment) {
    let shared = core.shared
    let goal = shared.pointee.statistics.goalBytes
    shared.pointee.statistics.fullCollections += 1
    shared.pointee.statistics.allocatedBytes += (used << 3) - shared.pointee.statistics.liveBytes
    shared.pointee.statistics.liveBytes = live << 3
    shared.pointee.statistics.goalBytes = Int(window.pointee.limit - state.pointee.start) << 3
    shared.pointee.statistics.tracedBytes += live << 3
    shared.pointee.statistics.movedBytes += live << 3
    let peak = (used + live) << 3
    if peak > shared.pointee.statistics.peakBytes { shared.pointee.statistics.peakBytes = peak }
    shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- start.work
    core.pause(since: start)
    core.trace(
      .full, since: start, CollectionSizes(begin: used << 3, end: used << 3, live: live << 3, goal: goal))
  }

  /// A look at every invariant.
  public func verify() -> String? {
    let live = state.pointee.start..<window.pointee.cursor
    return core.walk(holds: { live.contains($0) }) { _ in nil }
  }
}

/// One copying of everything reachable: `scan` runs after `free` until it has caught up.
struct Cheney {
  let core: HeapCore
  let from: Range<UInt32>
  var free: UInt32
  private var scan: UInt32

  init(core: HeapCore, from: Range<UInt32>, free: UInt32) {
    self.core = core
    self.from = from
    self.free = free
    scan = free
  }

  /// Where an object is now: copied, if it was not yet.
  @inline(__always) mutating func forward(_ object: UInt32) -> UInt32 {
    // A slot of a resurrected object may refer to a copy already.
    if !from.contains(object) { return object }
    let header = core.memory.header(object)
    if header.isForwarded { return header.forwarded }
    let to = free
    free = to &+ UInt32(truncatingIfNeeded: header.words)
    core.memory.move(object, to, header.words &- (core.suffers(.copiesOneWordLess) ? 1 : 0))
    if !core.suffers(.losesForwarding) { core.memory.setHeader(object, Header(forwardedTo: to)) }
    core.log?.note(.copy, object, to)
    return to
  }

  mutating func drain() {
    while scan != free {
      let header = core.memory.header(scan)
      if core.suffers(.stopsScanEarly), scan &+ UInt32(header.words) == free { break }
      let slots = core.memory.slots(scan)
      var index = 0
      while index < header.refs {
        slots[index] = forward(slots[index])
        index &+= 1
      }
      core.log?.note(.scan, scan)
      scan = scan &+ UInt32(truncatingIfNeeded: header.words)
    }
    scan = free
  }
}
