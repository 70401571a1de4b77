// Globals that are made at first use and kept for life.
final class Configuration {
  lazy var table = (0..<500).map { "entry \($0) of a long table" }
  static let shared = Configuration()
}
let banner = (1...50).map { "line \($0) of the banner" }.joined(separator: "\n")

@inline(never) func use() -> Int { Configuration.shared.table.count + banner.count }
print(use(), use())
