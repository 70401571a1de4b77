// ArcLesson: one object gets strong, unowned and weak references and loses them again, and after each step the runtime is
// asked for its three counts and malloc for what it gave and got back.
// Relies on: the standard library's own questions to the runtime, and Probe's exact counts; an optimized build.

import CProbe
import Figures
import Probe

/// `values/arc`
public enum ArcLesson: Lesson {
  /// Permanent.
  public static let id = "values/arc"
  /// In a few words.
  public static let title = "The three counts of an object"
  /// Where it is explained.
  public static let chapter = "02-arc"
  /// This file.
  public static let source = "Sources/Lessons/Values/ArcLesson.swift"
  /// Which reference is left when the strong ones have gone.
  public static let parameters = [
    Parameter(
      name: "last", kind: .choice(["weak", "unowned"]), standard: "weak",
      help: "Which kind of reference goes last.")
  ]

  private final class Node { var x = 1.0 }

  // snippet.desk
  private final class Desk {
    var one: Node?, other: Node?
    unowned var borrowed: Node?
    weak var seen: Node?
  }
  // snippet.end

  /// What was seen after a step.
  private struct Step {
    var name: String
    /// Strong, unowned and weak; nil when nobody may ask any more.
    var counts: [Int]?
    var allocations: Int
    var frees: Int
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let steps = measure(weakGoesLast: arguments.word("last") == "weak")
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(["steps": .array(steps.map(value))]))
    report.table = .init(
      heads: ["step", "strong", "unowned", "weak", "allocs", "frees"],
      rows: steps.map { step in
        [step.name] + (step.counts?.map(String.init) ?? ["-", "-", "-"]) + [
          "\(step.allocations)", "\(step.frees)",
        ]
      })
    report.figure = .object([
      "name": .string("counts"), "columns": .array(["strong", "unowned", "weak"].map(JSONValue.string)),
      "steps": .array(
        steps.map { step in
          .object([
            "name": .string(step.name), "counts": .array((step.counts ?? [0, 0, 0]).map(JSONValue.number)),
          ])
        }),
    ])
    return report
  }

  private static func value(_ step: Step) -> JSONValue {
    .object([
      "name": .string(step.name), "counts": step.counts.map { .array($0.map(JSONValue.number)) } ?? .null,
      "allocations": .number(step.allocations), "frees": .number(step.frees),
    ])
  }

  private static func measure(weakGoesLast: Bool) -> [Step] {
    let desk = Desk()
    // snippet.steps
    var script: [(name: String, work: () -> Void)] = [
      ("one strong", { desk.one = Node() }),
      ("two strong", { desk.other = desk.one }),
      ("one unowned", { desk.borrowed = desk.one }),
      ("one weak", { desk.seen = desk.one }),
      ("one strong less", { desk.other = nil }),
      ("no strong", { desk.one = nil }),
      ("no unowned", { desk.borrowed = nil }),
      ("no weak", { desk.seen = nil }),
    ]
    // snippet.end
    if !weakGoesLast { script.swapAt(6, 7) }
    return script.map { step in
      let before = probe_thread_counts()
      step.work()
      let after = probe_thread_counts()
      return Step(
        name: step.name, counts: reference(in: desk).map(counts),
        allocations: Int(after.calls - before.calls), frees: Int(after.frees - before.frees))
    }
  }

  // What asks for a count must not hold the object meanwhile. Two functions that nobody inlines see to it: in the first one
  // the reference comes and goes, the second has none.
  @inline(never) private static func reference(in desk: Desk) -> Unmanaged<Node>? {
    desk.one.map(Unmanaged.passUnretained)
  }

  @inline(never) private static func counts(of node: Unmanaged<Node>) -> [Int] {
    node._withUnsafeGuaranteedRef { node in
      [_getRetainCount(node), _getUnownedRetainCount(node), _getWeakRetainCount(node)].map { Int($0) }
    }
  }
}

/// The part of a report that counters are drawn from.
struct CountsReport: Decodable {
  var figure: Story

  struct Story: Decodable {
    var columns: [String]
    var steps: [Step]

    var state: CountsState {
      CountsState(
        columns: columns.map { Array($0.utf8) },
        moments: steps.map { .init(name: Array($0.name.utf8), counts: $0.counts) })
    }
  }

  struct Step: Decodable {
    var name: String
    var counts: [Int]
  }
}
