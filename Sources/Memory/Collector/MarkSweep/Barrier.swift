// Barrier: what a store of a reference does while a cycle marks, and how its notes reach the marker.
// Source: Yuasa, Real-Time Garbage Collection on General-Purpose Machines (1990). Invariant: the old reference is read and
// remembered before the new one is stored, and nobody stops a mutator between the two.

import CCollector

extension MarkSweep {
  /// Stores a reference; while a cycle marks, remembers what it overwrites.
  @inlinable @inline(__always) public func store(_ value: Ref, in holder: Ref, at index: Int) {
    let slot = core.memory.slots(holder.word).start + index
    if collector_phase(phase) != 0 { rememberOld(slot, value) }
    collector_store(slot, collector_slot(value.word))
    if let log = core.log { log.note(.store, holder.word, value.word) }
  }

  /// The deletion barrier: what the slot referred to when the cycle began must be marked in it, so it is remembered before the
  /// store hides it. Source: Yuasa, Real-Time Garbage Collection on General-Purpose Machines (1990).
  @usableFromInline @inline(never)
  func rememberOld(_ slot: UnsafeMutablePointer<collector_slot>, _ value: Ref) {
    guard collector_phase(phase) & Phase.marking != 0, !core.suffers(.noDeletionBarrier) else { return }
    if core.suffers(.shadesAfterStore) { collector_store(slot, collector_slot(value.word)) }
    remember(UInt32(truncatingIfNeeded: collector_load(slot)))
  }

  func remember(_ object: UInt32) {
    if object == 0 || bitmaps.pointee.marks.contains(object) { return }
    core.log?.note(.barrier, object)
    mutator.pointee.hits += 1
    mutator.pointee.buffer[mutator.pointee.buffered] = object
    mutator.pointee.buffered += 1
    if mutator.pointee.buffered == mutator.pointee.bufferCapacity { locked { flush(mutator) } }
  }

  /// A weak reference gives out an object that may still be white, and that no slot leads to.
  public func hand(_ object: Ref) {
    if collector_phase(phase) & Phase.marking != 0, !core.suffers(.weakLoadStaysWhite) {
      remember(object.word)
    }
  }

  /// Hands a mutator's greys over, and tells the heap what it took. Under the lock, or with the world stopped.
  func flush(_ mutator: UnsafeMutablePointer<MutatorState>) {
    let isDropped = core.suffers(.dropsBarrierBuffers)
    for index in 0..<mutator.pointee.buffered where !isDropped {
      state.pointee.remembered.push(mutator.pointee.buffer[index])
    }
    mutator.pointee.buffered = 0
    core.shared.pointee.statistics.barrierHits += mutator.pointee.hits
    mutator.pointee.hits = 0
    tell(mutator)
  }

  /// Under the lock, or with the world stopped.
  func tell(_ mutator: UnsafeMutablePointer<MutatorState>) {
    let taken = mutator.pointee.taken
    state.pointee.takenWords += taken
    core.shared.pointee.statistics.allocatedBytes += taken << 3
    if collector_phase(phase) & Phase.marking != 0 {
      core.shared.pointee.statistics.allocatedDuringMark += taken << 3
    }
    mutator.pointee.taken = 0
  }

  /// Stands while a collector has stopped the world.
  @inlinable @inline(__always) public func safepoint() {
    if collector_phase(phase) & Phase.stop != 0 { park() }
  }
}
