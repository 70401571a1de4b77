// Pool: keeps objects that are costly to make for the next user.
//  get: this thread's magazine → half a magazine from the shelves → the victims → make one.
//  put: reset → this thread's magazine → half of it to the shelves → out, when the bound is reached.
// A collection (`Pools.age`) empties the magazines of all threads onto the shelves and turns what lies there into victims;
// the next one drops those that nobody took. Relies on: PoolShelves for what is shared, Pool+SlowPaths for what is not found
// in a magazine, CHandover for magazines.
// Invariants: an idle object has one owner, a magazine or the shelves, which holds one retain of it; a magazine's whole
// size is reserved on the shelves, so that the bound holds without counting on the fast path.

import CHandover
import CPlatform

/// A pool of objects.
///
/// ```swift
/// let buffers = Pool(objectBytes: 4096, limitBytes: 1 << 20, reset: { $0.removeAll() }) { Buffer(capacity: 4096) }
/// let count = buffers.withObject { buffer in render(into: buffer) }
/// ```
///
/// Tasks may use it: the thread is looked up anew in each call, so an object may come back on another thread than it was
/// taken on. An object that is never returned is simply gone. Nothing is kept for one use after another; whoever needs
/// exclusive use of *one* object needs a lock and not a pool.
public typealias Pool<Object: AnyObject> = FaultablePool<Object, NoPoolFault>

/// A pool that may have a fault planted; `Pool` has none.
public final class FaultablePool<Object: AnyObject, Fault: PoolFault>: AnyPool, @unchecked Sendable {
  /// What happened so far and what is there.
  public struct Counts: Hashable, Sendable {
    /// Objects that were made.
    public var made = 0
    /// Objects that the pool let go.
    public var dropped = 0
    /// Idle objects on the shelves, victims included.
    public var shelved = 0
    /// Idle objects that the last collection found.
    public var victims = 0
    /// Room that the magazines have taken of the bound.
    public var reserved = 0
    /// Idle objects in magazines.
    public var inMagazines = 0
  }

  struct State {
    var shelves: PoolShelves<Unmanaged<Object>, Fault>
    var magazines: [UnsafeMutablePointer<handover_magazine>] = []
    var made = 0
    var dropped = 0
    var ledger = PoolLedger()
  }

  let state: UnsafeMutablePointer<State>
  let lock: UnsafeMutablePointer<UInt32>
  let make: @Sendable () -> Object
  @usableFromInline let reset: @Sendable (Object) -> Bool
  @usableFromInline let fault: Fault
  let audit: PoolAudit<Object>?

  /// Makes an empty pool with a fault; for tests.
  public init(
    objectBytes: Int, limitBytes: Int, audit: PoolAudit<Object>?, fault: Fault,
    reset: @escaping @Sendable (Object) -> Bool, make: @escaping @Sendable () -> Object
  ) {
    precondition(objectBytes > 0, "an object has at least one byte")
    precondition(limitBytes >= 0, "a pool's bound is at least 0")
    self.make = make
    self.reset = reset
    self.fault = fault
    self.audit = audit
    state = .allocate(capacity: 1)
    state.initialize(to: State(shelves: PoolShelves(limit: limitBytes / objectBytes, fault: fault)))
    lock = .allocate(capacity: 1)
    lock.initialize(to: 0)
    super.init()
    PoolRegistry.shared.enter(self)
  }

  deinit {
    PoolRegistry.shared.leave(self)
    if !fault.plants(.leaksAtEnd) {
      for object in state.pointee.shelves.relieve() { object.release() }
      for cells in state.pointee.magazines {
        let magazine = ThreadMagazine<Object>(cells: cells)
        while let object = magazine.pop() { object.release() }
      }
    }
    for magazine in state.pointee.magazines { magazine.deallocate() }
    state.deinitialize(count: 1)
    state.deallocate()
    lock.deallocate()
  }

  func locked<Result>(_ body: (inout State) -> Result) -> Result {
    platform_lock(lock)
    defer { platform_unlock(lock) }
    return body(&state.pointee)
  }

  override func age() -> [Unmanaged<AnyObject>] { shrink { $0.age() } }

  override func relieve() -> [Unmanaged<AnyObject>] { shrink { $0.relieve() } }

  override func abandon(_ magazine: UnsafeMutablePointer<handover_magazine>) -> [Unmanaged<AnyObject>] {
    if fault.plants(.losesMagazineAtExit) { return [] }
    var dropped: [Unmanaged<Object>] = []
    locked { state in
      empty(magazine, &state, &dropped)
      state.magazines.removeAll { $0 == magazine }
    }
    magazine.deallocate()
    return dropped.map { Unmanaged<AnyObject>.fromOpaque($0.toOpaque()) }
  }

  // MARK: - Get and put

  /// Takes an idle object, or makes one.
  ///
  /// - Complexity: O(1); no lock and no atomic exchange while this thread's magazine has one.
  @inlinable @inline(__always) public func get() -> sending Object {
    // Given up by its magazine: nobody else has it.
    nonisolated(unsafe) let object = take()
    return object
  }

  /// Takes an object back. It is reset first.
  ///
  /// - Parameter object: Not to be used afterwards.
  /// - Complexity: O(1), and `reset`; no lock and no atomic exchange while this thread's magazine has room.
  @inlinable @inline(__always) public func put(_ object: consuming sending Object) { giveBack(object) }

  /// Uses an object and takes it back, whether `body` returns or throws.
  @inlinable public func withObject<Result, Failure: Error>(
    _ body: (Object) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let object = take()
    defer { giveBack(object) }
    return try body(object)
  }

  /// Uses an object across awaits and takes it back, whether `body` returns or throws. The task may come back on another
  /// thread.
  @inlinable public nonisolated(nonsending) func withObject<Result, Failure: Error>(
    _ body: nonisolated(nonsending) (Object) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let object = take()
    defer { giveBack(object) }
    return try await body(object)
  }

  @inlinable @inline(__always) func take() -> Object {
    if slot >= 0, let raw = handover_slot_get(slot, id),
      let object = handover_magazine_take(raw.assumingMemoryBound(to: handover_magazine.self))
    {
      return Self.owned(object)
    }
    return takeSlowly()
  }

  @inlinable @inline(__always) func giveBack(_ object: consuming Object) {
    if slot >= 0, let raw = handover_slot_get(slot, id) {
      let wanted = fault.plants(.skipsReset) || reset(object)
      guard wanted || fault.plants(.keepsUnwanted) else { return discard() }
      let given = Self.givenUp(object)
      let magazine = raw.assumingMemoryBound(to: handover_magazine.self)
      if handover_magazine_put(magazine, given) == 0 { giveBackSlowly(.fromOpaque(given)) }
      return
    }
    giveBackFirst(object)
  }

  /// The reference with its retain, as bits. Unmanaged's `passRetained` and `takeRetainedValue` each retain and release,
  /// which costs twice what all the rest of a use does; here the bits change places with nil, and nobody counts.
  @inlinable @inline(__always) static func givenUp(_ object: consuming Object) -> UnsafeMutableRawPointer {
    var holder: Object? = consume object
    return withUnsafeMutableBytes(of: &holder) { bytes in
      let raw = bytes.load(as: UnsafeMutableRawPointer.self)
      bytes.storeBytes(of: nil, as: UnsafeMutableRawPointer?.self)
      return raw
    }
  }

  /// The reference that `givenUp` made bits of.
  @inlinable @inline(__always) static func owned(_ raw: UnsafeMutableRawPointer) -> Object {
    var holder: Object?
    withUnsafeMutableBytes(of: &holder) { $0.storeBytes(of: raw, as: UnsafeMutableRawPointer.self) }
    return holder.take().unsafelyUnwrapped
  }
}

extension FaultablePool where Fault == NoPoolFault {
  /// Makes an empty pool.
  ///
  /// - Parameters:
  ///   - objectBytes: What one idle object holds on to.
  ///   - limitBytes: What all idle objects may hold on to. A thread's magazine takes its part of it, used or not; where
  ///     that would be too much, the thread does without.
  ///   - audit: Switches the debug mode on: each use takes the lock, and misuse is reported.
  ///   - reset: Makes an object as new, when it comes back.
  ///   - make: Makes an object, when none is idle.
  @inlinable public convenience init(
    objectBytes: Int, limitBytes: Int, audit: PoolAudit<Object>? = nil,
    reset: @escaping @Sendable (Object) -> Void, make: @escaping @Sendable () -> Object
  ) {
    self.init(
      objectBytes: objectBytes, limitBytes: limitBytes, audit: audit, fault: NoPoolFault(),
      reset: {
        reset($0)
        return true
      }, make: make)
  }

  /// Makes an empty pool that looks at what comes back.
  ///
  /// - Parameter keep: Resets an object and says whether to keep it: no for one that has grown far beyond `objectBytes`,
  ///   or the pool would hold on to more than `limitBytes` (golang/go#23199).
  @inlinable public convenience init(
    objectBytes: Int, limitBytes: Int, audit: PoolAudit<Object>? = nil,
    keep: @escaping @Sendable (Object) -> Bool, make: @escaping @Sendable () -> Object
  ) {
    self.init(
      objectBytes: objectBytes, limitBytes: limitBytes, audit: audit, fault: NoPoolFault(), reset: keep,
      make: make)
  }
}
