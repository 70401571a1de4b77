// GuardedMalloc: the guarded heap for guard.c, which has the C library's names and knows the place of each call. A misuse
// ends the process with a message.
// Relies on: Guard.swift; CGuard for the state's place and for the message.

import CGuard
import CMalloc

private var guarded: GuardedHandle {
  GuardedHandle(HeapHandle(malloc_state().unsafelyUnwrapped), guard_state().unsafelyUnwrapped)
}
private var cache: Cache { malloc_cache().unsafelyUnwrapped }

private func stop(_ wrong: MisuseReport, _ place: UInt) -> Never {
  guard_report(
    wrong.misuse.rawValue, wrong.block, wrong.bytes, wrong.offset, wrong.allocatedAt, wrong.freedAt, place)
}

/// A block; 0 when there is no memory.
@c(guard_swift_allocate)
public func guardAllocate(_ bytes: UInt, _ alignment: UInt, _ isCleared: Int32, _ place: UInt) -> UInt {
  guarded.allocate(bytes, alignment: alignment, isCleared: isCleared != 0, at: place, cache)
}

/// Takes a block back.
@c(guard_swift_free) public func guardFree(_ block: UInt, _ place: UInt) {
  if let wrong = guarded.free(block, at: place, cache) { stop(wrong, place) }
}

/// What a block was asked for, so that writing to all of it is no misuse.
@c(guard_swift_size) public func guardSize(_ block: UInt, _ place: UInt) -> UInt {
  if let wrong = guarded.fault(of: block) { stop(wrong, place) }
  return guarded.requestedBytes(block)
}

/// The end of the process: all blocks are looked at.
@c(guard_swift_inspect) public func guardInspect() {
  if let wrong = guarded.inspect() { stop(wrong, 0) }
}

/// Before a fork.
@c(guard_swift_lock) public func guardLock() { guarded.lock() }
/// After a fork.
@c(guard_swift_unlock) public func guardUnlock(_ inChild: Int32) { guarded.unlock(inChild: inChild != 0) }
