// Allocations: how often a piece of work asks malloc for memory, counted by task, so that it may wait, move between threads
// and start tasks of its own.

import Testing

/// What a piece of work asked of malloc.
public struct Allocations: Hashable, Sendable, CustomStringConvertible {
  /// Calls that handed out new memory.
  public let count: Int
  /// Bytes asked for; an allocator may hand out more.
  public let bytes: Int

  /// `once, 48 bytes`, `7 times, 336 bytes`.
  public var description: String { "\(count == 1 ? "once" : "\(count) times"), \(bytes) bytes" }

  /// Counts what `work` and the tasks that it starts allocate while it runs.
  ///
  /// Records an issue, and counts nothing, where the process cannot count.
  ///
  /// - Throws: Whatever `work` throws.
  /// - Complexity: O(1) beside the work.
  public static func count(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Void
  ) async throws -> Allocations {
    try await counting(work, for: Test.current, isolation: isolation) ?? Allocations(count: 0, bytes: 0)
  }

  static func counting(
    _ work: () async throws -> Void, for test: Test?, isolation: isolated (any Actor)? = #isolation
  ) async throws -> Allocations? {
    var before = (count: 0, bytes: 0)
    var after = before
    let account = try await Account.keeping(
      {
        before = Account.here?.allocations ?? before
        try await work()
        after = Account.here?.allocations ?? before
      }, for: test, isolation: isolation)
    guard account != nil else { return nil }
    return Allocations(count: after.count - before.count, bytes: after.bytes - before.bytes)
  }
}
