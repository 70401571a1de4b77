// Conditions: how each trait's condition is judged, and in which words it fails.

import Glibc
import Testing

extension LeakTrait {
  /// Two looks, because a thread that was stopped while it moved a block has it nowhere for that moment.
  static func expectNothingLost(_ account: Account, _ test: Test) async {
    guard let first = lost(account, test), !first.isEmpty else { return }
    try? await Task.sleep(for: .milliseconds(20))
    guard let second = lost(account, test) else { return }
    let still = Set(first.map(\.identity))
    let blocks = second.filter { still.contains($0.identity) }
    guard !blocks.isEmpty else { return }
    // A task's frames, and the bare memory that a lost object holds, are said with it.
    let named = blocks.filter { $0.kind != .slab && !($0.kind == .plain && $0.holder != nil) }
    let groups = BlockCount.grouping(named.isEmpty ? blocks : named)
    let bytes = blocks.reduce(0) { $0 + $1.bytes }
    fail(
      "the test leaked \(blocks.count) \(blocks.count == 1 ? "block" : "blocks") of \(bytes) bytes that nothing reaches: "
        + list(groups.map(\.text)), test)
  }

  private static func lost(_ account: Account, _ test: Test) -> [OwnedBlock]? {
    guard let blocks = OwnedBlock.all(of: account) else {
      fail("the heap cannot be looked at: there are more than four million live blocks", test)
      return nil
    }
    return blocks.filter { !$0.isReached && $0.kind != .sideTable }
  }

  static func expectAllocations(
    atMost limit: Int, warmUp: Bool, _ function: @Sendable () async throws -> Void, _ test: Test
  ) async throws {
    // Counted, too, so that it runs as deep in the task's own memory as the one that matters.
    if warmUp { _ = try await Allocations.counting(function, for: test) }
    guard let allocations = try await Allocations.counting(function, for: test) else { return }
    if allocations.count > limit {
      fail("the test allocated \(allocations); at most \(limit) were allowed", test)
    }
  }

  static func expectNoTasks(_ account: Account, within patience: Duration, _ test: Test) async throws {
    // Counted in turns: where many tests share few threads, this task waits for its turn as long as the others for theirs.
    var turns = max(1, Int(patience / Duration.milliseconds(5)))
    while true {
      let tasks = (OwnedBlock.all(of: account) ?? []).filter {
        $0.kind == .task && !$0.hasEnded && !$0.isHelper
      }
      if tasks.isEmpty { return }
      turns -= 1
      if turns < 0 {
        let lost = tasks.count { !$0.isReached }
        let hopeless = lost == 0 ? "" : "; of \(lost) nobody is left who could resume it"
        fail(
          "the test left \(tasks.count) \(tasks.count == 1 ? "task" : "tasks") that had not ended \(patience) after it\(hopeless)",
          test)
        return
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  static func expectNoFiles(_ account: Account, _ test: Test) {
    let open = account.descriptors
    guard !open.isEmpty else { return }
    fail(
      "the test left \(open.count) \(open.count == 1 ? "descriptor" : "descriptors") open: "
        + list(open.map { "\($0) (\(target($0)))" }), test)
  }

  /// What a descriptor stands for, by the kernel's word: a path, `socket:[4711]`, `pipe:[4711]`.
  private static func target(_ descriptor: Int) -> String {
    var bytes = [CChar](repeating: 0, count: 512)
    let length = readlink("/proc/self/fd/\(descriptor)", &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func list(_ items: [String]) -> String {
    let shown = 8
    return items.prefix(shown).joined(separator: "; ")
      + (items.count > shown ? "; and \(items.count - shown) more" : "")
  }

  private static func fail(_ words: String, _ test: Test) {
    Issue.record(Comment(rawValue: words), sourceLocation: test.sourceLocation)
  }
}
