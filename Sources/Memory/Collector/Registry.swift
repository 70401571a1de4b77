// Registry: weak references and finalizers of one heap. Both are entries beside the heap that do not keep an object alive;
// they differ in what a collection does when it finds the object unreachable.
// Order, for every plan: tracing ends; weak references to unreachable objects become null; then unreachable objects with a
// finalizer are queued, in the order in which they were registered, and kept with all that they reach until the next
// collection after they have been taken from the queue. Source for clearing first: Go's `weak.Pointer`, Java's weak
// references. A finalizer is the mutator's own code, so it may allocate, store its object somewhere (it lives on) and
// register it again; it never runs inside of a collection.

/// A growable list of words outside of the heap.
struct WordList {
  private(set) var start: UnsafeMutablePointer<UInt32> = .allocate(capacity: 64)
  private(set) var count = 0
  private var capacity = 64

  @inline(__always) mutating func push(_ word: UInt32) {
    if count == capacity { grow() }
    start[count] = word
    count &+= 1
  }

  @inline(__always) mutating func pop() -> UInt32 {
    count &-= 1
    return start[count]
  }

  mutating func removeAll(keeping kept: Int = 0) { count = kept }

  @inline(never) private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
    capacity *= 2
  }

  func deallocate() { start.deallocate() }
}

/// A reference that does not keep its object alive.
public struct WeakRef: Hashable, Sendable {
  let index: Int
}

/// The entries.
@usableFromInline struct Registry {
  /// What each weak reference refers to; 0 when cleared or free.
  var weak = WordList()
  private var freeWeak = WordList()
  /// Objects whose finalizer has not been queued, in the order of registration.
  var registered = WordList()
  /// Objects whose finalizer may run: roots, until they are taken.
  var ready = WordList()
  private var taken = 0

  mutating func makeWeak(_ object: UInt32) -> WeakRef {
    if freeWeak.count > 0 {
      let index = Int(freeWeak.pop())
      weak.start[index] = object
      return WeakRef(index: index)
    }
    weak.push(object)
    return WeakRef(index: weak.count - 1)
  }

  mutating func dropWeak(_ reference: WeakRef) {
    weak.start[reference.index] = 0
    freeWeak.push(UInt32(reference.index))
  }

  /// The next object whose finalizer may run, or 0.
  mutating func takeReady() -> UInt32 {
    guard taken < ready.count else { return 0 }
    let object = ready.start[taken]
    ready.start[taken] = 0
    taken += 1
    if taken == ready.count {
      ready.removeAll()
      taken = 0
    }
    return object
  }

  /// Clears weak references to what is not live.
  func clearDead(_ isLive: (UInt32) -> Bool, _ cleared: (UInt32) -> Void) {
    for index in 0..<weak.count where weak.start[index] != 0 && !isLive(weak.start[index]) {
      cleared(weak.start[index])
      weak.start[index] = 0
    }
  }

  /// Queues what has a finalizer and is not live. Returns how many entries of `ready` are new; they stand at its end.
  mutating func queueDead(_ isLive: (UInt32) -> Bool) -> Int {
    var kept = 0
    let before = ready.count
    for index in 0..<registered.count {
      let object = registered.start[index]
      if isLive(object) {
        registered.start[kept] = object
        kept += 1
      } else {
        ready.push(object)
      }
    }
    registered.removeAll(keeping: kept)
    return ready.count - before
  }

  /// Gives every weak entry its object's new place. `ready` is updated with the roots.
  func update(_ place: (UInt32) -> UInt32) {
    for index in 0..<weak.count where weak.start[index] != 0 {
      weak.start[index] = place(weak.start[index])
    }
    for index in 0..<registered.count { registered.start[index] = place(registered.start[index]) }
  }

  func deallocate() {
    for list in [weak, freeWeak, registered, ready] { list.deallocate() }
  }
}

extension HeapCore {
  /// Tracing is over: weak references and finalizers, in the order that stands above.
  ///
  /// - Parameters:
  ///   - isLive: Whether tracing has reached an object.
  ///   - keep: Lets an object live after all, with what it reaches, and says where it is.
  func resolve(isLive: (UInt32) -> Bool, keep: (UInt32) -> UInt32) {
    if suffers(.readsWeakAsStrong) {
      let weak = registry.pointee.weak
      for index in 0..<weak.count where weak.start[index] != 0 { weak.start[index] = keep(weak.start[index]) }
    } else if !suffers(.leavesWeakDangling) {
      registry.pointee.clearDead(isLive) { log?.note(.clear, $0) }
    }
    let isReachableIgnored = suffers(.finalizesTheReachable)
    let queued = registry.pointee.queueDead { !isReachableIgnored && isLive($0) }
    if suffers(.losesResurrected) { return }
    let ready = registry.pointee.ready
    for index in (ready.count - queued)..<ready.count {
      log?.note(.finalize, ready.start[index])
      ready.start[index] = keep(ready.start[index])
    }
  }
}
