// Account: whose blocks, tasks and descriptors are one test's. A test is known by its task: what its task, the tasks that it
// started and those that they started ask for is the test's, on whichever thread, while other tests run beside it.
// Relies on: CLeakTesting, which has kept the account since the process began.

import CLeakTesting
import CProbe
import Testing

/// What belongs to one test.
struct Account: Sendable {
  let owner: UInt32

  /// Runs a piece of work, whose allocations, descriptors and tasks are an account's from then on. Within another account it
  /// is that one: a test with several of these traits has one account.
  ///
  /// - Returns: nil when nothing can be known, after it has said why and run the work all the same.
  static func keeping(
    _ work: () async throws -> Void, for test: Test?, isolation: isolated (any Actor)? = #isolation
  ) async throws -> Account? {
    if let absence = leak_testing_absence() {
      Self.refuse(String(cString: absence), test)
      try await work()
      return nil
    }
    let around = probe_owner_here()
    let account = Account(owner: around == 0 ? probe_new_owner() : around)
    guard probe_set_owner(account.owner) != UInt32.max else {
      Self.refuse(
        "the test's task is not a known one: this Swift runtime is another than 6.2's and 6.3's", test)
      try await work()
      return nil
    }
    // What is judged and said afterwards is nobody's.
    defer { _ = probe_set_owner(around) }
    try await work()
    // Words that the work's frames left on this stack would keep what it lost.
    probe_wipe_stack()
    return account
  }

  private static func refuse(_ reason: String, _ test: Test?) {
    Issue.record("nothing can be counted here: \(reason)", sourceLocation: test.location)
  }

  /// Runs what is not the test's.
  static func without<Result>(_ work: () throws -> Result) rethrows -> Result {
    let around = probe_set_owner(0)
    defer { if around != UInt32.max { _ = probe_set_owner(around) } }
    return try work()
  }

  /// That of the calling task; nil for what is nobody's.
  static var here: Account? {
    let owner = probe_owner_here()
    return owner == 0 ? nil : Account(owner: owner)
  }

  /// What was asked of malloc so far.
  var allocations: (count: Int, bytes: Int) {
    let counts = probe_owner_counts(owner)
    return (Int(counts.calls), Int(counts.bytes))
  }

  /// Descriptors that are open, by number.
  var descriptors: [Int] {
    var numbers = [Int32](repeating: 0, count: 256)
    let count = leak_testing_descriptors(owner, &numbers, numbers.count)
    return numbers.prefix(max(0, count)).map(Int.init)
  }
}

extension Test? {
  /// Where a test is declared.
  var location: SourceLocation {
    self?.sourceLocation
      ?? SourceLocation(fileID: "LeakTesting/Account", filePath: #filePath, line: 1, column: 1)
  }
}
