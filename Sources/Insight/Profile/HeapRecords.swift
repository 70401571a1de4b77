// HeapRecords: the files that a program's processes have left: PREFIX.PID, and PREFIX.PID.N for what a process
// became by its Nth exec.

import Foundation

/// Where the records of one run are.
public struct HeapRecords: Sendable {
  /// What the process was at its end; nil when it left none.
  public var last: String?
  /// How many processes left one.
  public var processes: Int

  /// Looks for them.
  ///
  /// - Parameters:
  ///   - prefix: As the library was told, absolute.
  ///   - process: The one that was started.
  /// - Complexity: O(files of the folder).
  public init(prefix: String, of process: Int) {
    let place = URL(fileURLWithPath: prefix)
    let start = place.lastPathComponent + "."
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: place.deletingLastPathComponent().path)) ?? []
    let images = names.filter { $0.hasPrefix(start) }.compactMap { name -> (process: Int, image: Int)? in
      let words = name.dropFirst(start.count).split(separator: ".").map { Int($0) }
      guard let process = words.first ?? nil, words.count < 3 else { return nil }
      return (process, words.count > 1 ? words[1] ?? 0 : 0)
    }
    processes = Set(images.map(\.process)).count
    let image = images.filter { $0.process == process }.map(\.image).max()
    last = image.map { "\(prefix).\(process)" + ($0 == 0 ? "" : ".\($0)") }
  }
}
