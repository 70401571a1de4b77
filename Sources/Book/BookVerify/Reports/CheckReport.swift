// CheckReport: what a check found, as values. The terminal and the JSON report render it; nothing else decides.
// Relies on: Problem.

import BookMarkdown

/// The result of a check.
package struct CheckReport: Sendable {
  package var blocks: [Entry] = []
  package var problems: [Problem] = []
  /// What a reader of the result has to know: peers that were not rerun, isolation that could not be had.
  package var notes: [String] = []
  package var toolchain = ""
  /// Names what was checked: a hash over all programs of the book, the same in every shard of one commit.
  package var text = ""
  /// The share that was checked, or nil for all.
  package var shard: Shard?
  /// Wall time in seconds.
  package var seconds = 0.0

  package init() {}

  /// One block.
  package struct Entry: Sendable {
    package var file: String
    package var name: String
    package var line: Int
    package var kind: String
    package var status: Status
    /// True when an earlier run was taken for it.
    package var isCached: Bool
    /// Of its task, in seconds.
    package var seconds: Double
    /// Why the block is known to be wrong; it passed because the compiler refuses it as expected.
    package var defect: String?
  }

  /// What became of a block.
  package enum Status: Hashable, Sendable {
    case passed
    case failed
    case skipped(String)
    /// The engine could not do its work.
    case engine
  }

  /// 0 good, 1 a check failed, 2 the engine could not do its work.
  package var exitStatus: Int32 {
    if problems.contains(where: { $0.severity == .engine }) { return 2 }
    return problems.contains { $0.severity == .error } || blocks.contains { $0.status == .failed } ? 1 : 0
  }

  /// Seconds by task: of the first block that each task settles, as `ChapterPlan.Task.name(in:)` calls it.
  package var durations: [String: Double] {
    Dictionary(blocks.map { ("\($0.file)#\($0.name)", $0.seconds) }, uniquingKeysWith: { first, _ in first })
  }

  package func count(_ status: Status) -> Int { blocks.count { $0.status == status } }

  package var skipped: Int {
    blocks.count { if case .skipped = $0.status { true } else { false } }
  }

  /// One sentence for the end.
  package var summary: String {
    let failed = count(.failed) + count(.engine)
    let ran = blocks.count { !$0.isCached && $0.status != .skipped("") } - skipped
    var text = "\(count(.passed)) passed, \(failed) failed, \(skipped) unchecked"
    text += " (\(max(ran, 0)) run now, \(blocks.count { $0.isCached }) as before)"
    return text
  }
}
