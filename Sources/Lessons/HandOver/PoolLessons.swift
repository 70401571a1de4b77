// Lessons on pools: where an object is from its return to its end, and what happens without a reset.
// Relies on: ObjectPool.

import ObjectPool

/// What the lessons keep in pools.
private final class Page: @unchecked Sendable {
  var bytes: [UInt8] = []
}

/// `pool/shelves`
public enum PoolShelvesLesson: Lesson {
  /// Permanent.
  public static let id = "pool/shelves"
  /// In a few words.
  public static let title = "Where idle objects are, through two collections"
  /// Where it is explained.
  public static let chapter = "17-pools"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/PoolLessons.swift"
  /// How many, and how many may be idle.
  public static let parameters = [
    Parameter(name: "objects", kind: .number(1...100), standard: "12", help: "Objects in use at once."),
    Parameter(name: "limit", kind: .number(0...100), standard: "16", help: "Objects that may be idle."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let pool = Pool<Page>(objectBytes: 1024, limitBytes: 1024 * arguments.number("limit"), reset: { _ in }) {
      Page()
    }
    var rows: [[String]] = []
    var steps: [JSONValue] = []
    func look(_ name: String) {
      let counts = pool.counts
      let idle = counts.shelved - counts.victims
      rows.append(
        [name] + [counts.made, counts.inMagazines, idle, counts.victims, counts.dropped].map { "\($0)" })
      steps.append(
        .object([
          "step": .string(name), "made": .number(counts.made), "magazine": .number(counts.inMagazines),
          "shelf": .number(idle), "victims": .number(counts.victims), "dropped": .number(counts.dropped),
        ]))
    }
    do {
      let pages = (0..<arguments.number("objects")).map { _ in pool.get() }
      look("all in use")
      for page in pages { pool.put(page) }
    }
    look("all returned")
    pool.collect()
    look("one collection")
    pool.withObject { _ in }
    look("one used")
    pool.collect()
    look("two collections")
    pool.collect()
    look("three collections")
    var report = Report(lesson: id, parameters: arguments.values, results: .array(steps))
    report.table = .init(heads: ["step", "made", "magazine", "shelf", "victims", "dropped"], rows: rows)
    return report
  }
}

/// `pool/reset`
public enum PoolResetLesson: Lesson {
  /// Permanent.
  public static let id = "pool/reset"
  /// In a few words.
  public static let title = "What the next user sees when a reset forgets something"
  /// Where it is explained.
  public static let chapter = "17-pools"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/PoolLessons.swift"
  /// What is done about it.
  public static let parameters = [
    Parameter(
      name: "reset", kind: .choice(["none", "all"]), standard: "none", help: "What happens on return."),
    Parameter(name: "audit", kind: .choice(["off", "on"]), standard: "off", help: "The pool's debug mode."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let resets = arguments.word("reset") == "all"
    let reports = Reports()
    let audit = PoolAudit<Page>(
      isClean: { $0.bytes.isEmpty }, fingerprint: { $0.bytes.hashValue },
      report: { reports.list.append("\($0)") })
    let pool = Pool<Page>(
      objectBytes: 64, limitBytes: 4096, audit: arguments.word("audit") == "on" ? audit : nil,
      reset: { if resets { $0.bytes.removeAll(keepingCapacity: true) } }, make: { Page() })
    pool.withObject { $0.bytes = Array("card 4111".utf8) }
    let seen = pool.withObject { String(decoding: $0.bytes, as: UTF8.self) }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "nextUserSees": .string(seen), "reported": .array(reports.list.map { .string($0) }),
        "made": .number(pool.counts.made),
      ]))
    report.table = .init(
      heads: ["the next user sees", "objects made"],
      rows: [[seen.isEmpty ? "nothing" : seen, "\(pool.counts.made)"]])
    report.conclusion = reports.list
    return report
  }

  /// This lesson uses its pool on one thread only.
  private final class Reports: @unchecked Sendable {
    var list: [String] = []
  }
}
