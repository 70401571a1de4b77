// Guard: the heap with every block fenced, which finds wrong use where it happens or soon after: a second free, a free of
// what is no block, a write past either end, a write after the free. Freed blocks wait in a quarantine, filled.
// Source of the idea: Electric Fence, and AddressSanitizer's quarantine (Serebryany et al., USENIX ATC 2012).
// Invariants: a guarded block's header lies right in front of it; `lock` is held while a list or a header's stage changes,
// and never while the heap below is called. Reads after a free go unseen: nothing protects the pages.

import CPlatform

/// What stands in front of a guarded block.
struct GuardHeader {
  /// The heap below writes here when the block is free.
  var link: UInt = 0
  /// The key and the header's own address: what is no header has no seal.
  var seal: UInt = 0
  var stage: UInt = 0
  /// Where the heap's block starts, and what the program asked for.
  var inner: UInt = 0
  var requested: UInt = 0
  /// Neighbors on the list of living blocks or in the quarantine; headers' addresses.
  var next: UInt = 0
  var previous: UInt = 0
  var allocatedAt: UInt = 0
  var freedAt: UInt = 0
  /// The fence in front.
  var front: UInt = 0

  enum Stage {
    static let alive: UInt = 1
    static let freed: UInt = 2
    /// Out of the quarantine; the heap may hand its memory out again.
    static let gone: UInt = 3
  }
}

/// What all threads of a guarded heap share. All zero bytes are a guard that nobody has used.
struct GuardState {
  var lock: UInt32 = 0
  /// Living blocks, newest first.
  var alive: UInt = 0
  /// Freed blocks, from the one that leaves next to the newest, and their bytes with headers and fences.
  var oldest: UInt = 0
  var newest: UInt = 0
  var waiting: UInt = 0
  /// How many may wait, in bytes; 0 is the standard.
  var limit: UInt = 0
}

/// A heap behind fences.
struct GuardedHandle: Sendable {
  /// How much waits in quarantine where nothing else was said, in bytes.
  static let quarantine: UInt = 16 << 20
  static let headerBytes = UInt(MemoryLayout<GuardHeader>.stride)
  /// At least so much fence behind a block; what the class leaves over is fence too.
  private static let fenceBytes: UInt = 16
  private static let key = UInt(truncatingIfNeeded: 0x5EA1_ED0B_1C0C_0DE5 as UInt64)
  private static let fence: UInt8 = 0xFE
  private static let dead: UInt8 = 0xDE

  let heap: HeapHandle
  private let address: UInt

  @inline(__always) init(_ heap: HeapHandle, _ state: UnsafeMutableRawPointer) {
    self.heap = heap
    address = UInt(bitPattern: state)
  }

  private var state: UnsafeMutablePointer<GuardState> {
    UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  private func header(_ address: UInt) -> UnsafeMutablePointer<GuardHeader> {
    UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  // MARK: Requests

  /// A guarded block at a multiple of `alignment`, a power of two; 0, with errno, when there is no memory.
  func allocate(_ bytes: UInt, alignment: UInt, isCleared: Bool, at place: UInt, _ cache: Cache) -> UInt {
    let alignment = max(alignment, 16)
    let lead = Self.headerBytes.rounded(up: 16)
    // More than any heap has; also keeps the sums below from overflowing.
    if bytes > UInt.max / 4 || alignment > UInt.max / 4 { return heap.refuse() }
    let front = alignment <= 16 ? lead : lead.rounded(up: alignment)
    let inner = heap.allocate(front &+ bytes &+ Self.fenceBytes, alignment: alignment, cache)
    if inner == 0 { return 0 }
    let block = inner &+ front
    if isCleared { heap.clear(block, bytes) }
    let at = block &- Self.headerBytes
    header(at).initialize(
      to: GuardHeader(
        seal: Self.key ^ at, stage: GuardHeader.Stage.alive, inner: inner, requested: bytes,
        allocatedAt: place,
        front: Self.key))
    let end = inner &+ heap.usableBytes(inner)
    fill(block &+ bytes &+ (heap.suffers(.fencesOneByteLate) ? 1 : 0), to: end, Self.fence)
    platform_lock(&state.pointee.lock)
    header(at).pointee.next = state.pointee.alive
    if state.pointee.alive != 0, !heap.suffers(.linksLivingOneWay) {
      header(state.pointee.alive).pointee.previous = at
    }
    state.pointee.alive = at
    platform_unlock(&state.pointee.lock)
    return block
  }

  /// Takes a block back: into the quarantine, from which the oldest leave when it is full.
  ///
  /// - Returns: What was wrong: with this block, which then stays as it was; or with one that leaves the quarantine, which
  ///   then is lost to the heap.
  func free(_ block: UInt, at place: UInt, _ cache: Cache) -> MisuseReport? {
    platform_lock(&state.pointee.lock)
    if let wrong = faultOf(block) {
      platform_unlock(&state.pointee.lock)
      return wrong
    }
    let at = block &- Self.headerBytes
    if !heap.suffers(.keepsFreedAmongLiving) { unlinkAlive(at) }
    if !heap.suffers(.callsFreedAlive) { header(at).pointee.stage = GuardHeader.Stage.freed }
    if !heap.suffers(.forgetsPlaceOfFree) { header(at).pointee.freedAt = place }
    let filled = header(at).pointee.requested &- (heap.suffers(.fillsOneByteLess) ? 1 : 0)
    fill(block, to: block &+ filled, Self.dead)
    header(at).pointee.next = 0
    if state.pointee.newest == 0 {
      state.pointee.oldest = at
    } else {
      header(state.pointee.newest).pointee.next = at
    }
    state.pointee.newest = at
    state.pointee.waiting &+= weight(at)
    platform_unlock(&state.pointee.lock)
    return shrinkQuarantine(cache)
  }

  /// What is wrong with a block that a program is about to use; nil for one that lives and whose fences stand.
  func fault(of block: UInt) -> MisuseReport? {
    platform_lock(&state.pointee.lock)
    defer { platform_unlock(&state.pointee.lock) }
    var wrong = faultOf(block)
    if wrong?.misuse == .freedTwice { wrong?.misuse = .usedAfterFree }
    return wrong
  }

  /// The bytes that a living block was asked for.
  func requestedBytes(_ block: UInt) -> UInt { header(block &- Self.headerBytes).pointee.requested }

  /// The first thing that is wrong with any block, living or in quarantine.
  ///
  /// - Complexity: O(bytes in quarantine + living blocks).
  func inspect() -> MisuseReport? {
    platform_lock(&state.pointee.lock)
    defer { platform_unlock(&state.pointee.lock) }
    var at = state.pointee.alive
    while at != 0 {
      if let wrong = faultOf(at &+ Self.headerBytes) { return wrong }
      at = header(at).pointee.next
    }
    at = heap.suffers(.inspectsOnlyLiving) ? 0 : state.pointee.oldest
    while at != 0 {
      if let wrong = faultAfterFree(at) { return wrong }
      at = header(at).pointee.next
    }
    return nil
  }

  /// Before and after a fork.
  func lock() { platform_lock(&state.pointee.lock) }
  func unlock(inChild: Bool) {
    if inChild { platform_store(&state.pointee.lock, 0) } else { platform_unlock(&state.pointee.lock) }
  }

  // MARK: Checks

  private func faultOf(_ block: UInt) -> MisuseReport? {
    let offset = block &- heap.state.pointee.base
    let isInside = offset >= Self.headerBytes && offset < UInt(heap.state.pointee.top) << pageShift
    if !isInside || block & 15 != 0 { return MisuseReport(misuse: .noBlock, block: block) }
    let at = block &- Self.headerBytes
    if header(at).pointee.seal != Self.key ^ at, !heap.suffers(.believesAnySeal) {
      return MisuseReport(misuse: .noBlock, block: block)
    }
    if header(at).pointee.stage != GuardHeader.Stage.alive { return report(.freedTwice, at) }
    if header(at).pointee.front != Self.key, !heap.suffers(.ignoresTheFront) {
      return report(.wroteInFront, at, offsetInFront(at))
    }
    let end = block &+ header(at).pointee.requested
    let inner = header(at).pointee.inner
    let first = end &+ (heap.suffers(.looksOneByteLate) ? 1 : 0)
    let changed = firstOther(than: Self.fence, from: first, to: inner &+ heap.usableBytes(inner))
    return changed == 0 ? nil : report(.wrotePastEnd, at, Int(changed &- block))
  }

  private func faultAfterFree(_ at: UInt) -> MisuseReport? {
    let block = at &+ Self.headerBytes
    let end = block &+ header(at).pointee.requested
    let inner = header(at).pointee.inner
    if header(at).pointee.front != Self.key { return report(.wroteAfterFree, at, offsetInFront(at)) }
    var changed = firstOther(than: Self.dead, from: block, to: end)
    if changed == 0 {
      changed = firstOther(than: Self.fence, from: end, to: inner &+ heap.usableBytes(inner))
    }
    return changed == 0 ? nil : report(.wroteAfterFree, at, Int(changed &- block))
  }

  private func report(_ misuse: Misuse, _ at: UInt, _ offset: Int = 0) -> MisuseReport {
    let header = header(at).pointee
    return MisuseReport(
      misuse: misuse, block: at &+ Self.headerBytes, bytes: header.requested, offset: offset,
      allocatedAt: header.allocatedAt, freedAt: header.freedAt)
  }

  /// Of the changed bytes in front of a block the one next to it, counted from the block's start.
  private func offsetInFront(_ at: UInt) -> Int {
    var byte = at &+ Self.headerBytes
    var expected = Self.key
    var offset = 0
    // The last byte in front is the key's first in value, because the machines are little-endian.
    while offset > -Int(wordBytes) {
      offset &-= 1
      byte &-= 1
      if byte.memory.unsafelyUnwrapped.load(as: UInt8.self) != UInt8(expected >> (UInt(UInt.bitWidth) &- 8)) {
        return offset
      }
      expected <<= 8
    }
    return 0
  }

  /// The address of the first byte in `from..<to` that is another; 0 when there is none.
  private func firstOther(than byte: UInt8, from: UInt, to: UInt) -> UInt {
    var at = from
    while at < to {
      if at.memory.unsafelyUnwrapped.load(as: UInt8.self) != byte { return at }
      at &+= 1
    }
    return 0
  }

  // MARK: Lists

  private func fill(_ from: UInt, to: UInt, _ byte: UInt8) {
    if from < to {
      from.memory.unsafelyUnwrapped.initializeMemory(as: UInt8.self, repeating: byte, count: Int(to &- from))
    }
  }

  private func weight(_ at: UInt) -> UInt {
    Self.headerBytes &+ header(at).pointee.requested &+ Self.fenceBytes
  }

  private func unlinkAlive(_ at: UInt) {
    let next = header(at).pointee.next
    let previous = header(at).pointee.previous
    if next != 0 { header(next).pointee.previous = previous }
    if previous != 0 { header(previous).pointee.next = next } else { state.pointee.alive = next }
    header(at).pointee.previous = 0
  }

  /// Lets the oldest go until no more than `quarantine` bytes wait.
  private func shrinkQuarantine(_ cache: Cache) -> MisuseReport? {
    while true {
      platform_lock(&state.pointee.lock)
      let at = state.pointee.oldest
      let limit = state.pointee.limit == 0 ? Self.quarantine : state.pointee.limit
      if at == 0 || state.pointee.waiting <= limit {
        platform_unlock(&state.pointee.lock)
        return nil
      }
      state.pointee.oldest = header(at).pointee.next
      if state.pointee.oldest == 0 { state.pointee.newest = 0 }
      state.pointee.waiting &-= heap.suffers(.weighsLeavingLess) ? weight(at) / 2 : weight(at)
      let wrong = heap.suffers(.letsGoUnseen) ? nil : faultAfterFree(at)
      header(at).pointee.stage = GuardHeader.Stage.gone
      let inner = header(at).pointee.inner
      platform_unlock(&state.pointee.lock)
      if let wrong { return wrong }
      if !heap.suffers(.losesWhatLeavesQuarantine) { heap.free(inner, cache) }
    }
  }
}
