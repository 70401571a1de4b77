// FileWatch: looks at files a few times a second and tells which have changed. Stamps are read and not awaited, because
// that works on every file system and costs less than the work it saves (Documentation/Decisions/0009-polling.md).
// Relies on: stat.

import Foundation

/// Watches files.
package struct FileWatch: Sendable {
  /// The files to look at; asked anew each time, since files come and go.
  package var files: @Sendable () -> [String]
  /// Seconds between two looks.
  package var interval: Double
  private var seen: [String: String]

  /// Looks for the first time: what changes from now on is told.
  package init(interval: Double = 0.05, files: @escaping @Sendable () -> [String]) {
    self.interval = interval
    self.files = files
    seen = Self.stamps(files())
  }

  /// Calls `changed` with the files that were written, made or removed since the last look, until it returns false.
  /// What changes while `changed` works is told the next time.
  package mutating func run(_ changed: ([String]) throws -> Bool) rethrows {
    while true {
      Thread.sleep(forTimeInterval: interval)
      let now = Self.stamps(files())
      guard now != seen else { continue }
      let names = Set(seen.keys).union(now.keys).filter { [seen] in seen[$0] != now[$0] }
      seen = now
      if try !changed(names.sorted()) { return }
    }
  }

  private static func stamps(_ files: [String]) -> [String: String] {
    Dictionary(files.map { ($0, Toolchain.stamp(of: $0)) }, uniquingKeysWith: { first, _ in first })
  }
}
