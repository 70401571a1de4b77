// Plan: what every collector offers, and what a mutator has to do. A plan is a small struct of pointers: it copies freely
// and costs no reference counting; `close` gives its memory back.
// The mutator's side: keep references in a frame's slots across any call that may collect (`allocate`, `collect`,
// `safepoint`), and in variables only in between; store references only with `store`. No type holds anybody to that; what
// finds a stale reference is a moving plan that collects before every allocation, as the tests do.

import CCollector
import CPlatform

/// How much to collect.
public enum CollectionKind: Sendable {
  /// The young alone, where a plan has any; else everything.
  case minor
  case full
}

/// What all plans share: the memory, one mutator's roots, and what is counted.
@frozen public struct HeapCore {
  @usableFromInline let memory: HeapMemory
  /// The shadow stack of the mutator that this copy belongs to.
  public let roots: Roots
  @usableFromInline let shared: UnsafeMutablePointer<SharedState>
  /// Weak references and finalizers, which all mutators use, and its lock. Both stand alone, for Swift's exclusivity is
  /// about whole variables.
  let registry: UnsafeMutablePointer<Registry>
  let registryLock: UnsafeMutablePointer<UInt32>
  /// Who observes the heap, if anybody.
  @usableFromInline let log: EventLog?
}

/// The state of a heap that does not depend on its plan.
@usableFromInline struct SharedState {
  var statistics = CollectorStatistics()
  var pacing: Pacing
  var fault = CollectorFault.none
  /// Whether each phase of a collection ends with a look at every invariant, and a trap when one does not hold.
  var verifies = false
  /// Whether `collect` asked for the collection that runs.
  var isForced = false
  /// Further markers, if full collections have any.
  var crew: Crew?
  /// What is recorded, if anything is.
  var trace: Trace?
  #if canImport(Glibc)
    /// Who is told of phases, if anybody is.
    var phaseObserver: (@Sendable (CollectorPhase) -> Void)?
  #endif
  let words: Int
}

extension HeapCore {
  /// - Parameters:
  ///   - words: Address space to reserve.
  ///   - events: How many events an observer sees at once; 0 for no observer.
  init?(words: Int, roots capacity: Int, floor: Int, events: Int) {
    guard words > 0, UInt64(words) <= 1 << 32, let memory = HeapMemory(words: words) else { return nil }
    guard let roots = Roots(capacity: capacity) else {
      memory.unreserve(words: words)
      return nil
    }
    let shared = UnsafeMutablePointer<SharedState>.allocate(capacity: 1)
    shared.initialize(to: SharedState(pacing: Pacing(floor: floor), words: words))
    shared.pointee.statistics.goalBytes = floor << 3
    let registryLock = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    registryLock.initialize(to: 0)
    let registry = UnsafeMutablePointer<Registry>.allocate(capacity: 1)
    registry.initialize(to: Registry())
    self.init(
      memory: memory, roots: roots, shared: shared, registry: registry, registryLock: registryLock,
      log: events > 0 ? EventLog(capacity: events) : nil)
  }

  /// The same heap with another mutator's roots.
  func with(_ roots: Roots) -> HeapCore {
    HeapCore(
      memory: memory, roots: roots, shared: shared, registry: registry, registryLock: registryLock, log: log)
  }

  /// The registry, for a mutator: others may want it, too. Collectors use it with the world stopped.
  func withRegistry<Result>(_ body: (inout Registry) -> Result) -> Result {
    platform_lock(registryLock)
    defer { platform_unlock(registryLock) }
    return body(&registry.pointee)
  }

  func close() {
    shared.pointee.crew?.close()
    roots.unreserve()
    registry.pointee.deallocate()
    memory.unreserve(words: shared.pointee.words)
    shared.deinitialize(count: 1)
    shared.deallocate()
    registry.deinitialize(count: 1)
    registry.deallocate()
    registryLock.deallocate()
    log?.deallocate()
  }

  @inline(__always) func suffers(_ fault: CollectorFault) -> Bool {
    #if MUTATIONS
      shared.pointee.fault == fault
    #else
      false
    #endif
  }

  /// Every root of this copy's mutator, and what waits for its finalizer.
  @inline(__always) func forEachRoot(_ body: (UnsafeMutablePointer<UInt32>) -> Void) {
    let skipped = suffers(.missesLastRoot) ? 1 : 0
    for index in 0..<max(0, roots.count - skipped) { body(roots.slots + index) }
    if suffers(.forgetsFinalizerQueue) { return }
    let ready = registry.pointee.ready
    for index in 0..<ready.count { body(ready.start + index) }
  }

  func pause(since start: CollectorMoment) {
    let now = CollectorMoment()
    shared.pointee.statistics.pauses.add(now.work &- start.work)
    shared.pointee.statistics.wallPauses.add(now.wall &- start.wall)
    tracePause(since: start, until: now)
  }
}

/// Now, by both clocks.
struct CollectorMoment {
  let work = collector_thread_time()
  let wall = collector_now()
}

/// A collector with its heap.
public protocol Plan {
  /// What all plans share.
  var core: HeapCore { get }

  /// Makes an object with null references and zero bytes. May collect, and a plan that moves objects may move every object.
  ///
  /// - Parameters:
  ///   - refs: References that it holds.
  ///   - bytes: Raw bytes behind them.
  func allocate(refs: Int, bytes: Int) throws(OutOfMemory) -> Ref

  /// Stores a reference, with whatever barrier the plan needs.
  func store(_ value: Ref, in holder: Ref, at index: Int)

  /// Collects now, and returns when it is done.
  func collect(_ kind: CollectionKind)

  /// Where a mutator that does not allocate lets a collector stop it.
  func safepoint()

  /// A look at every invariant: what is wrong first, or nil. For tests and for a reader's doubts; visits the whole heap.
  func verify() -> String?

  /// Gives all memory back. Nothing of the heap may be used afterwards.
  func close()

  /// Called when a weak reference gives its object to the mutator.
  func hand(_ object: Ref)

  /// What the heap has done so far.
  var statistics: CollectorStatistics { get }
}

extension Plan {
  /// Nothing: no thread stops a mutator of this plan.
  @inlinable @inline(__always) public func safepoint() {}

  /// Nothing: this plan is never in the middle of a collection.
  public func hand(_ object: Ref) {}

  /// The reference in an object's slot.
  @inlinable @inline(__always) public func load(_ holder: Ref, _ index: Int) -> Ref {
    Ref(core.memory.slots(holder.word)[index])
  }

  /// How many references an object holds.
  @inlinable @inline(__always) public func refs(of object: Ref) -> Int {
    core.memory.header(object.word).refs
  }

  /// Four of an object's raw bytes, as a number.
  @inlinable @inline(__always) public func int(_ object: Ref, at index: Int = 0) -> Int32 {
    core.memory.raw(object.word).load(fromByteOffset: index &<< 2, as: Int32.self)
  }

  /// Writes four of an object's raw bytes.
  @inlinable @inline(__always) public func setInt(_ value: Int32, in object: Ref, at index: Int = 0) {
    core.memory.raw(object.word).storeBytes(of: value, toByteOffset: index &<< 2, as: Int32.self)
  }

  /// Gives `body` some slots of the shadow stack, null at first, and takes them back when it returns.
  @inlinable @inline(__always)
  public func withFrame<Result: ~Copyable, Failure: Error>(
    _ count: Int, _ body: (Frame) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let first = core.roots.open(count)
    defer { core.roots.close(first) }
    return try body(Frame(core.roots, first))
  }

  /// Opens slots that stay open: for roots that live as long as the heap.
  public func keep(_ count: Int) -> Frame { Frame(core.roots, core.roots.open(count)) }

  /// What the heap has done so far.
  public var statistics: CollectorStatistics { core.shared.pointee.statistics }

  /// Garbage that may gather before the next collection, as a percentage of what is live. Go: `SetGCPercent`.
  public func setPercent(_ percent: Int) { core.shared.pointee.pacing.percent = percent }

  /// A bound on the heap that collections try to keep. Go: `SetMemoryLimit`.
  public func setMemoryLimit(bytes: Int) { core.shared.pointee.pacing.limit = bytes >> 3 }

  /// A reference that does not keep its object alive.
  public func makeWeak(_ object: Ref) -> WeakRef { core.withRegistry { $0.makeWeak(object.word) } }

  /// The object, or null when a collection has found it unreachable.
  public func load(_ reference: WeakRef) -> Ref {
    let object = Ref(core.withRegistry { $0.weak.start[reference.index] })
    if !object.isNull { hand(object) }
    return object
  }

  /// Ends a weak reference, which must not be used afterwards.
  public func drop(_ reference: WeakRef) { core.withRegistry { $0.dropWeak(reference) } }

  /// Asks for the object to be queued when it has become unreachable. Once for each call.
  public func finalize(_ object: Ref) { core.withRegistry { $0.registered.push(object.word) } }

  /// The next object that has become unreachable and wanted to be told of it, or null. It lives while it is referred to.
  public func nextFinalizable() -> Ref { Ref(core.withRegistry { $0.takeReady() }) }

  /// What an observed heap noted since an event's number, and how many events there were. Empty without an observer.
  public func events(since start: Int = 0) -> ([CollectorRecord], count: Int) {
    core.log?.records(since: start) ?? ([], 0)
  }

  /// A phase has ended, with the world stopped. A page has no room for the words of what could be wrong.
  func verifyPhase() {
    #if canImport(Glibc)
      if core.shared.pointee.verifies, let violated = verify() { fatalError(violated) }
    #endif
  }

  /// Lets every phase of a collection end with a look at every invariant. A program that is wrong traps there.
  public func verifyEachPhase() { core.shared.pointee.verifies = true }

  /// Switches a deliberate fault on.
  public func suffer(_ fault: CollectorFault) { core.shared.pointee.fault = fault }
}
