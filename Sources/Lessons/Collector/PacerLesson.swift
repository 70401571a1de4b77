// PacerLesson: the same program under several percentages of garbage, or under a memory limit: how often the heap is
// collected, what that reads, and how large the heap gets. Counts, the same in every run.
// Relies on: CollectorWorkloads, and a plan whose live bytes are exact.

import Collectors

/// `gc/pacer`
public enum PacerLesson: Lesson {
  /// Permanent.
  public static let id = "gc/pacer"
  /// In a few words.
  public static let title = "What a percentage of garbage buys, and what a limit costs"
  /// Where it is explained.
  public static let chapter = "13-pacer"
  /// This file.
  public static let source = "Sources/Lessons/Collector/PacerLesson.swift"
  /// The goals.
  public static let parameters = [
    Parameter(
      name: "limit", kind: .number(0...1000), standard: "0",
      help: "A memory limit as a percentage of what is live, in place of the rows; 0 for none."),
    Parameter(
      name: "live", kind: .bytes(1 << 20...256 << 20), standard: "16M",
      help: "Bytes that stay reachable, about."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let limit = arguments.number("limit")
    let live = arguments.bytes("live")
    let percentages = limit == 0 ? [25, 50, 100, 200, 400] : [100]
    var rows: [[String]] = []
    var results: [String: JSONValue] = [:]
    var curves: [(name: String, points: [(x: Int, y: Int)])] = []
    for percent in percentages {
      guard let heap = MarkCompact(bytes: live * 8, floor: 1 << 20) else {
        throw LessonError.impossible("the system refuses the address space")
      }
      defer { heap.close() }
      heap.setPercent(percent)
      heap.record()
      if limit > 0 { heap.setMemoryLimit(bytes: live / 100 * limit) }
      do {
        _ = try CollectorWorkload.live.run(on: heap, size: live / 36, operations: 4_000_000)
      } catch { throw LessonError.impossible("\(error)") }
      let counted = heap.statistics
      rows.append([
        "\(percent)", "\(counted.fullCollections)", "\(counted.tracedBytes >> 20)",
        "\(counted.liveBytes >> 20)",
        "\(counted.peakBytes >> 20)",
      ])
      curves.append(
        (
          "\(percent) %: \(counted.fullCollections) collections, at most \(counted.peakBytes >> 20) MiB",
          sawtooth(heap.collections)
        ))
      results["\(percent)"] = .object([
        "collections": .number(counted.fullCollections), "tracedBytes": .number(counted.tracedBytes),
        "liveBytes": .number(counted.liveBytes), "peakBytes": .number(counted.peakBytes),
      ])
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.table = .init(
      heads: ["percent", "collections", "MiB read", "MiB live", "MiB at most"], rows: rows)
    report.figure = CurvesReport.value(across: "KiB made", up: "KiB of heap", curves)
    return report
  }

  /// The heap before and after each collection, over what had been made by then.
  private static func sawtooth(_ collections: [CollectionRecord]) -> [(x: Int, y: Int)] {
    var points = [(x: 0, y: 0)]
    var (made, live) = (0, 0)
    for collection in collections {
      made += collection.beginBytes - live
      live = collection.liveBytes
      points.append((made >> 10, collection.beginBytes >> 10))
      points.append((made >> 10, live >> 10))
    }
    return points
  }
}
