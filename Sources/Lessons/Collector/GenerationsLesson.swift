// GenerationsLesson: five programs on the collector with a nursery: how much of what they made was still there at the first
// minor collection, and how much became old. Counts, the same in every run.
// Relies on: CollectorWorkloads.

import Collectors

/// `gc/generations`
public enum GenerationsLesson: Lesson {
  /// Permanent.
  public static let id = "gc/generations"
  /// In a few words.
  public static let title = "How much survives its first collection, in five programs"
  /// Where it is explained.
  public static let chapter = "11-generations"
  /// This file.
  public static let source = "Sources/Lessons/Collector/GenerationsLesson.swift"
  /// The nursery.
  public static let parameters = [
    Parameter(
      name: "eden", kind: .bytes(1 << 16...64 << 20), standard: "1M",
      help: "Bytes of new objects between two minor collections."),
    Parameter(
      name: "tenure", kind: .number(0...15), standard: "1",
      help: "Minor collections that an object survives before it is promoted."),
    Parameter(
      name: "curve", kind: .choice(["no", "yes"]), standard: "no",
      help: "Whether to try five sizes of Eden in place of one, and promote whatever survives."),
  ]

  private typealias Program = (name: String, workload: CollectorWorkload, size: Int, operations: Int)

  private static let programs: [Program] = [
    ("lists, dropped", .churn, 1000, 2_000_000),
    ("binary trees", .trees, 12, 0),
    ("cache", .cache, 65_536, 2_000_000),
    ("large heap", .live, 262_144, 2_000_000),
    ("queue", .queue, 100_000, 2_000_000),
  ]

  private static func counted(_ program: Program, eden: Int, tenure: Int) throws -> CollectorStatistics {
    guard let heap = Generational(bytes: 256 << 20, eden: eden, tenure: tenure) else {
      throw LessonError.impossible("the system refuses the address space")
    }
    defer { heap.close() }
    do {
      _ = try program.workload.run(on: heap, size: program.size, operations: program.operations)
    } catch { throw LessonError.impossible("\(error)") }
    return heap.statistics
  }

  /// What is alive when so much more has been made: of a thousand bytes, by sizes of Eden. Whatever survives is promoted at
  /// once, so that nothing is counted twice.
  private static func curve(_ arguments: Arguments) throws -> Report {
    let sizes = [64, 256, 1024, 4096, 16_384]
    var rows: [[String]] = []
    var results: [String: JSONValue] = [:]
    var curves: [(name: String, points: [(x: Int, y: Int)])] = []
    for program in programs {
      let shares = try sizes.map { size in
        let counted = try counted(program, eden: size << 10, tenure: 0)
        return counted.promotedBytes * 1000 / max(1, counted.allocatedBytes)
      }
      rows.append([program.name] + shares.map { "\($0)" })
      results[program.workload.rawValue] = .array(shares.map(JSONValue.number))
      curves.append((program.name, shares.enumerated().map { (x: $0.offset, y: $0.element) }))
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.introduction = ["of a thousand bytes, so many were alive when Eden was full:"]
    report.table = .init(heads: ["program", "64 KiB", "256 KiB", "1 MiB", "4 MiB", "16 MiB"], rows: rows)
    report.figure = CurvesReport.value(
      across: "Eden, four times as large with each step", up: "of a thousand bytes", curves)
    return report
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    if arguments.word("curve") == "yes" { return try curve(arguments) }
    var rows: [[String]] = []
    var results: [String: JSONValue] = [:]
    for program in programs {
      let counted = try counted(
        program, eden: arguments.bytes("eden"), tenure: arguments.number("tenure"))
      let share = { (bytes: Int) in bytes * 1000 / max(1, counted.allocatedBytes) }
      rows.append([
        program.name, "\(counted.allocatedBytes >> 20)", "\(share(counted.survivedBytes))",
        "\(share(counted.promotedBytes))", "\(counted.minorCollections)", "\(counted.fullCollections)",
      ])
      results[program.workload.rawValue] = .object([
        "madeBytes": .number(counted.allocatedBytes), "survivedBytes": .number(counted.survivedBytes),
        "promotedBytes": .number(counted.promotedBytes), "minor": .number(counted.minorCollections),
        "full": .number(counted.fullCollections),
      ])
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.introduction = ["of a thousand bytes that were made, so many survived and were promoted:"]
    report.table = .init(
      heads: ["program", "MiB made", "survive", "promoted", "minor", "full"], rows: rows)
    return report
  }
}
