// AllocationCount: how often a piece of work asked malloc for memory, and for how much. Exact: the interposer counts each
// call on the calling thread, and nothing here allocates between the two readings.
// Relies on: CProbe linked into the executable.

import CProbe

/// What a piece of work asked of malloc.
public struct AllocationCount: Hashable, Sendable, CustomStringConvertible {
  /// Calls that handed out new memory.
  public let count: Int
  /// Bytes asked for; an allocator may hand out more.
  public let bytes: Int

  /// `no allocation`, `1 allocation, 48 bytes`, `2 allocations, 96 bytes`.
  public var description: String {
    switch count {
    case 0: "no allocation"
    case 1: "1 allocation, \(bytes) bytes"
    default: "\(count) allocations, \(bytes) bytes"
    }
  }
}

/// Counts what `work` allocates on this thread.
///
/// - Precondition: The executable is linked with the interposer, as every block of the book and `lesson` itself is.
/// - Throws: Whatever `work` throws.
/// - Complexity: O(1) beside the work.
public func allocations(_ work: () throws -> Void) rethrows -> AllocationCount {
  precondition(probe_is_active() != 0, "this program's malloc does not count: link it with CProbe")
  let before = probe_thread_counts()
  try work()
  let after = probe_thread_counts()
  return AllocationCount(count: Int(after.calls - before.calls), bytes: Int(after.bytes - before.bytes))
}
