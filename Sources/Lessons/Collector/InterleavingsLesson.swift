// InterleavingsLesson: every program of a few operations beside a marker, in every order of their steps, under a barrier of
// your choice: how many orders there are, and how many lose an object. Counts, so the same in every run.
// Relies on: BarrierModel.

/// `gc/interleavings`
public enum InterleavingsLesson: Lesson {
  /// Permanent.
  public static let id = "gc/interleavings"
  /// In a few words.
  public static let title = "Every order in which a mutator and a marker can run, under each barrier"
  /// Where it is explained.
  public static let chapter = "12-tricolor"
  /// This file.
  public static let source = "Sources/Lessons/Collector/InterleavingsLesson.swift"
  /// The barrier.
  public static let parameters = [
    Parameter(
      name: "barrier", kind: .choice(["all"] + ModelBarrier.allCases.map(\.rawValue)), standard: "all",
      help: "What a store does besides storing; with one of them, the first order that loses is shown."),
    Parameter(
      name: "operations", kind: .number(1...5), standard: "3",
      help: "Operations of each of the mutator's programs."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let chosen = ModelBarrier(rawValue: arguments.word("barrier"))
    let barriers = chosen.map { [$0] } ?? ModelBarrier.allCases
    let outcomes = barriers.map { ($0, exploreBarrier($0, operations: arguments.number("operations"))) }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(
        Dictionary(
          uniqueKeysWithValues: outcomes.map { barrier, outcome in
            (
              barrier.rawValue,
              JSONValue.object([
                "programs": .number(outcome.programs), "orders": .number(outcome.orders),
                "losing": .number(outcome.losing),
              ])
            )
          })))
    report.table = .init(
      heads: ["barrier", "programs", "orders", "of them lose an object"],
      rows: outcomes.map { barrier, outcome in
        [barrier.rawValue, "\(outcome.programs)", "\(outcome.orders)", "\(outcome.losing)"]
      })
    if chosen != nil, let outcome = outcomes.first?.1, !outcome.example.isEmpty {
      report.conclusion = ["", "one that loses C:"] + outcome.example.map { "  " + $0 }
    }
    return report
  }
}
