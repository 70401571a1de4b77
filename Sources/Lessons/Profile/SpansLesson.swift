// SpansLesson: what it costs to say a span: to nobody, or under `lesson trace` into its file; and what of that is the reading of
// the thread's clock.

import Glibc
import Probe

/// `profile/spans`
public enum SpansLesson: Lesson {
  /// Permanent.
  public static let id = "profile/spans"
  /// In a few words.
  public static let title = "What it costs to say what one does"
  /// Where it is explained.
  public static let chapter = "19-trace"
  /// This file.
  public static let source = "Sources/Lessons/Profile/SpansLesson.swift"
  /// Nanoseconds.
  public static let measuresTime = true
  /// How many.
  public static let parameters = [
    Parameter(
      name: "spans", kind: .number(1000...500_000), standard: "200000",
      help: "Spans; a trace has room for half a million.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let count = arguments.number("spans")
    let span = perTurn(count) { TraceLog.span("turn") {} }
    let clock = perTurn(count) {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(["spanPicoseconds": .number(span), "clockPicoseconds": .number(clock)]))
    report.table = .init(
      heads: ["", "ns"],
      rows: [
        ["a span", tenths(span)],
        ["two readings of the thread's clock, which a written span has", tenths(clock)],
      ])
    return report
  }

  /// Picoseconds of a turn.
  private static func perTurn(_ count: Int, _ work: () -> Void) -> Int {
    let start = Instruments.now()
    for _ in 0..<count { work() }
    return (Instruments.now() - start) * 1000 / count
  }

  private static func tenths(_ picoseconds: Int) -> String {
    "\(picoseconds / 1000).\(picoseconds % 1000 / 100)"
  }
}
