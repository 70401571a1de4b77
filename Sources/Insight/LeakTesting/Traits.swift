// Traits: what a test says of itself in `@Test(…)` or `@Suite(…)`, and what makes it fail. All hold for tests that run beside
// others: see Account.

import Testing

/// A test that leaves something behind fails. Use the members `leakFree`, `allocations(atMost:)`, `noTasksLeft` and
/// `noFilesLeft`.
public struct LeakTrait: TestTrait, SuiteTrait, TestScoping {
  enum Condition: Sendable {
    case leakFree
    case allocations(Int, warmUp: Bool)
    case noTasksLeft(within: Duration)
    case noFilesLeft
  }

  let condition: Condition

  /// Of a suite, each of its tests.
  public var isRecursive: Bool { true }

  /// Runs one test, and records an issue when the condition does not hold afterwards.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    switch condition {
    case .leakFree:
      guard let account = try await Account.keeping(function, for: test) else { return }
      await Self.expectNothingLost(account, test)
    case .allocations(let limit, let warmUp):
      try await Self.expectAllocations(atMost: limit, warmUp: warmUp, function, test)
    case .noTasksLeft(let patience):
      guard let account = try await Account.keeping(function, for: test) else { return }
      try await Self.expectNoTasks(account, within: patience, test)
    case .noFilesLeft:
      guard let account = try await Account.keeping(function, for: test) else { return }
      Self.expectNoFiles(account, test)
    }
  }
}

extension Trait where Self == LeakTrait {
  /// The test fails when something that its tasks made is alive after it and nothing reaches it: reference cycles, memory that
  /// was not given back, tasks that nobody can resume.
  ///
  /// What a global variable still holds is no leak to it; `LeakCheck.rounds` finds what grows there. A word that looks like
  /// an address can hide a leak. What a thread made that ran no task is not seen.
  public static var leakFree: Self { Self(condition: .leakFree) }

  /// The test fails when its tasks ask malloc for memory more than `limit` times.
  ///
  /// `#expect` asks, too, and so does what the runtime makes when something is used for the first time. To count a part of
  /// a test, use `Allocations.count`.
  ///
  /// - Parameter warmUp: Whether the test's function runs once before it runs to be counted, so that what is made at first
  ///   use does not count.
  public static func allocations(atMost limit: Int, warmUp: Bool = true) -> Self {
    Self(condition: .allocations(limit, warmUp: warmUp))
  }

  /// The test fails when a task that it started, or that such a task started, has not ended when it returns.
  public static var noTasksLeft: Self { noTasksLeft(within: .seconds(1)) }

  /// The test fails when a task that it started, or that such a task started, has not ended some time after it returned.
  ///
  /// - Parameter patience: How long a task may take to end; a test that leaves none does not wait.
  public static func noTasksLeft(within patience: Duration) -> Self {
    Self(condition: .noTasksLeft(within: patience))
  }

  /// The test fails when a file, socket or pipe that its tasks opened is open after it.
  public static var noFilesLeft: Self { Self(condition: .noFilesLeft) }
}
