// TraceLesson: one slow moment for three causes, in a model with a clock of its own: what one sees from outside, and what a
// trace sees.
// Relies on: ServiceModel.

import Figures
import Foundation

/// `profile/trace`
public enum TraceLesson: Lesson {
  /// Permanent.
  public static let id = "profile/trace"
  /// In a few words.
  public static let title = "Three causes of one slow moment, from outside and in a trace"
  /// Where it is explained.
  public static let chapter = "19-trace"
  /// This file.
  public static let source = "Sources/Lessons/Profile/TraceLesson.swift"
  /// Which.
  public static let parameters = [
    Parameter(
      name: "cause", kind: .choice(["all"] + SlowCause.allCases.map(\.rawValue)), standard: "all",
      help: "What goes wrong for eight milliseconds."),
    Parameter(
      name: "show", kind: .choice(["latency", "parts"]), standard: "parts",
      help: "What is seen from outside alone, or also what the slowest request was doing."),
  ]

  /// The slowest request, and where its time went, in microseconds.
  private struct Slowest {
    var total = 0, runs = 0, locked = 0, stopped = 0, noTurn = 0
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let chosen = arguments.word("cause")
    let causes = chosen == "all" ? SlowCause.allCases : SlowCause.allCases.filter { $0.rawValue == chosen }
    let runs = causes.map { ($0, ServiceModel($0)) }
    let rows = runs.map { cause, model in (cause, latencies(model), slowest(model)) }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        rows.map { cause, latencies, slowest in
          .object([
            "cause": .string(cause.rawValue), "requests": .number(latencies.count),
            "halfUs": .number(latencies[(latencies.count - 1) / 2]), "slowestUs": .number(slowest.total),
            "ranUs": .number(slowest.runs), "lockedUs": .number(slowest.locked),
            "stoppedUs": .number(slowest.stopped), "noTurnUs": .number(slowest.noTurn),
          ])
        }))
    let hasParts = arguments.word("show") == "parts"
    report.table = .init(
      heads: ["cause", "half, us", "slowest, us"] + (hasParts ? ["ran", "lock", "stopped", "no turn"] : []),
      rows: rows.map { cause, latencies, slowest in
        let parts = [slowest.runs, slowest.locked, slowest.stopped, slowest.noTurn]
        return [cause.name, "\(latencies[(latencies.count - 1) / 2])", "\(slowest.total)"]
          + (hasParts ? parts.map { "\($0)" } : [])
      })
    report.figure = TimelineReport.value(from: 15_000, to: 30_000, runs.map(story))
    return report
  }

  private static func latencies(_ model: ServiceModel) -> [Int] {
    model.threads.flatMap(\.requests).map { $0.end - $0.start }.sorted()
  }

  private static func slowest(_ model: ServiceModel) -> Slowest {
    var found = Slowest()
    for thread in model.threads {
      for request in thread.requests where request.end - request.start > found.total {
        func time(_ activity: ServiceModel.Activity) -> Int {
          thread.pieces.filter { $0.activity == activity }.reduce(0) {
            $0 + max(0, min($1.end, request.end) - max($1.start, request.start))
          }
        }
        found = Slowest(
          total: request.end - request.start, runs: time(.runs), locked: time(.locked),
          stopped: time(.stopped),
          noTurn: time(.ready))
      }
    }
    return found
  }

  private static func story(_ cause: SlowCause, _ model: ServiceModel) -> TimelineReport.Story {
    let words =
      switch cause {
      case .none: "Nothing goes wrong: a request is answered as fast as it is computed"
      case .collector: "A collector stops both workers, and goes on when it is done"
      case .lock: "The export has the lock while it waits for a disk, and both workers wait for it"
      case .kernel: "Four strangers are ready before the workers are, and have both processors"
      }
    return TimelineReport.Story(
      words: words,
      lanes: model.threads.map { thread in
        .init(
          name: thread.name, requests: thread.requests.map { [$0.start, $0.end] },
          pieces: thread.pieces.compactMap { piece in
            activity(piece.activity).map { [$0.rawValue, piece.start, piece.end] }
          })
      })
  }

  private static func activity(_ activity: ServiceModel.Activity) -> TimelineState.Activity? {
    switch activity {
    case .runs: .runs
    case .ready: .noTurn
    case .locked: .locked
    case .stopped: .stopped
    case .asleep: nil
    }
  }
}

/// The part of a report that a timeline is drawn from.
struct TimelineReport: Decodable {
  var figure: Stories

  struct Stories: Decodable {
    var from: Int, to: Int
    var stories: [Story]
  }

  struct Story: Decodable {
    var words: String
    var lanes: [Lane]
  }

  struct Lane: Decodable {
    var name: String
    /// Start and end, in microseconds.
    var requests: [[Int]]
    /// What, start, end.
    var pieces: [[Int]]
  }

  /// The figure's data for a lesson's report.
  static func value(from: Int, to: Int, _ stories: [Story]) -> JSONValue {
    func numbers(_ rows: [[Int]]) -> JSONValue { .array(rows.map { .array($0.map { .number($0) }) }) }
    return .object([
      "name": .string("timeline"), "from": .number(from), "to": .number(to),
      "stories": .array(
        stories.map { story in
          .object([
            "words": .string(story.words),
            "lanes": .array(
              story.lanes.map { lane in
                .object([
                  "name": .string(lane.name), "requests": numbers(lane.requests),
                  "pieces": numbers(lane.pieces),
                ])
              }),
          ])
        }),
    ])
  }

  func state() throws -> TimelineState {
    TimelineState(
      from: figure.from, to: figure.to,
      stories: try figure.stories.map { story in
        .init(
          words: Array(story.words.utf8),
          lanes: try story.lanes.map { lane in
            .init(
              name: Array(lane.name.utf8),
              requests: try lane.requests.map { (start: try Self.at(0, $0), end: try Self.at(1, $0)) },
              pieces: try lane.pieces.map { piece in
                guard let activity = TimelineState.Activity(rawValue: try Self.at(0, piece)) else {
                  throw LessonFigures.Undrawable(description: "\(piece) says no activity of a thread")
                }
                return .init(activity: activity, start: try Self.at(1, piece), end: try Self.at(2, piece))
              })
          })
      })
  }

  private static func at(_ index: Int, _ row: [Int]) throws -> Int {
    guard index < row.count else {
      throw LessonFigures.Undrawable(description: "\(row) is no piece of a timeline")
    }
    return row[index]
  }
}
