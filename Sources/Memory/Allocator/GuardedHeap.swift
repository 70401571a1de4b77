// GuardedHeap: the heap behind fences as a library: wrong use is returned to the caller, and the heap goes on. In malloc the
// same fences stand behind the C library's names, and wrong use ends the process.
// Relies on: Guard.swift for the fences, Heap for the blocks. Invariant: a cache does not outlive its heap.

import CPlatform

/// A heap that finds wrong use of its blocks: second frees, addresses that are none of a block, writes past either end and
/// after a free. Each block costs a hundred bytes and more; reads after a free go unseen.
public struct GuardedHeap: ~Copyable, @unchecked Sendable {
  // Sendable, because what threads share stands behind locks.
  private static let stateBytes = Int(pageBytes)
  private let heap: Heap
  private let state: UnsafeMutableRawPointer

  /// Reserves address space for a heap.
  ///
  /// - Parameters:
  ///   - bytes: How much address space; a quarter as much is tried after each refusal.
  ///   - quarantine: How many bytes of freed blocks, with their headers and fences, are kept from being used again.
  /// - Returns: nil when the system refuses.
  public init?(reserving bytes: Int = 1 << 30, quarantine: Int = 16 << 20) {
    guard let heap = Heap(reserving: bytes),
      let state = platform_reserve(Self.stateBytes, Int(pageBytes)).memory
    else { return nil }
    var first = GuardState()
    first.limit = UInt(max(quarantine, 1))
    state.initializeMemory(as: GuardState.self, to: first)
    self.heap = heap
    self.state = state
  }

  deinit { platform_unreserve(UInt(bitPattern: state), Self.stateBytes) }

  private var handle: GuardedHandle { GuardedHandle(heap.handle, state) }

  /// A cache for one thread.
  ///
  /// - Returns: nil when the system refuses the memory for it.
  public func makeCache() -> GuardedCache? {
    guard let cache = heap.makeCache() else { return nil }
    return GuardedCache(handle, cache)
  }

  /// The first thing that is wrong with any block, living or freed and not yet used again; nil where nothing is.
  ///
  /// - Complexity: O(bytes in quarantine + living blocks).
  public func inspect() -> MisuseReport? { handle.inspect() }

  /// What the heap below holds: the living blocks and those in quarantine, with headers and fences.
  public func census() -> Census { heap.census() }

  /// The heap's own first invariant that does not hold; see `Heap.verify`.
  public func verify() -> Invariant? { heap.verify() }

  /// Switches a deliberate fault on. Without MUTATIONS it has no effect.
  public func suffer(_ mutation: Mutation) { heap.suffer(mutation) }
}

/// One thread's way to a guarded heap.
public struct GuardedCache: ~Copyable {
  private let guarded: GuardedHandle
  private var cache: ThreadCache

  init(_ guarded: GuardedHandle, _ cache: consuming ThreadCache) {
    self.guarded = guarded
    self.cache = cache
  }

  /// A block of `bytes` at a multiple of `alignment`, a power of two.
  ///
  /// - Parameter place: What a report says of where it was asked for.
  /// - Returns: nil when there is no memory.
  public mutating func allocate(_ bytes: Int, alignment: Int = 16, isCleared: Bool = false, at place: UInt)
    -> UnsafeMutableRawPointer?
  {
    guard bytes >= 0, alignment > 0, alignment & (alignment - 1) == 0 else { return nil }
    return guarded.allocate(
      UInt(bytes), alignment: UInt(alignment), isCleared: isCleared, at: place, cache.cache
    ).memory
  }

  /// Takes a block back, which waits in quarantine before its memory is used again.
  ///
  /// - Parameter place: What a report says of where it was freed.
  /// - Returns: What was wrong: with this block, which then stays as it was; or with one that leaves the quarantine, which then
  ///   is lost to the heap.
  public mutating func free(_ block: UnsafeMutableRawPointer, at place: UInt) -> MisuseReport? {
    guarded.free(UInt(bitPattern: block), at: place, cache.cache)
  }

  /// What is wrong with a block that is about to be used; nil for one that lives and whose fences stand.
  public func fault(of block: UnsafeMutableRawPointer) -> MisuseReport? {
    guarded.fault(of: UInt(bitPattern: block))
  }
}
