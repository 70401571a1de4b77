// MergedReport: the reports of all shards as one. It is whole or it is refused: a share that is missing, there twice, or of
// another text or toolchain would make a green that nobody has seen.
// Relies on: CheckReport with its shard and the text that names what was checked.

import BookMarkdown

/// Puts the reports of shards together.
package enum MergedReport {
  /// - Parameter reports: Each with the file that messages name.
  /// - Throws: A `Problem` of severity `engine` for a set that is not whole.
  package static func merge(_ reports: [(file: String, report: CheckReport)]) throws(Problem) -> CheckReport {
    guard let (firstFile, first) = reports.first else {
      throw problem("", "there are no reports to merge", "name them")
    }
    guard let count = first.shard?.count else {
      throw problem(firstFile, "this report is of no shard", "lesson check --shard 1/4 --format json")
    }
    var files: [Int: String] = [:]
    for (file, report) in reports {
      guard let shard = report.shard, shard.count == count else {
        throw problem(file, "this is no share of \(count)", "use the same number of shards everywhere")
      }
      guard report.text == first.text else {
        throw problem(
          file, "this is of another text than \(firstFile)", "check the same commit in every shard")
      }
      guard report.toolchain == first.toolchain else {
        throw problem(
          file, "this was made with \(report.toolchain), \(firstFile) with \(first.toolchain)",
          "use one toolchain")
      }
      if let other = files.updateValue(file, forKey: shard.index) {
        throw problem(file, "this is share \(shard) again, after \(other)", "name every report once")
      }
    }
    let missing = (1...count).filter { files[$0] == nil }
    guard missing.isEmpty else {
      throw problem(
        firstFile, "share \(missing.map { "\($0)/\(count)" }.joined(separator: ", ")) is missing",
        "name the reports of all \(count) shards")
    }
    return whole(reports.map(\.report))
  }

  private static func whole(_ reports: [CheckReport]) -> CheckReport {
    var merged = reports[0]
    merged.shard = nil
    merged.blocks = reports.flatMap(\.blocks).sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    var seen: Set<Problem> = []
    merged.problems = reports.flatMap(\.problems).filter { seen.insert($0).inserted }
      .sorted { ($0.file, $0.position) < ($1.file, $1.position) }
    var notes: Set<String> = []
    merged.notes = reports.flatMap(\.notes).filter { notes.insert($0).inserted }
    merged.seconds = reports.reduce(0) { $0 + $1.seconds }
    return merged
  }

  private static func problem(_ file: String, _ message: String, _ remedy: String) -> Problem {
    Problem("merge", file, .init(line: 1, column: 1), message, remedy: remedy, severity: .engine)
  }
}
