// DiagnosisTreeLesson: the tree itself, without a service: for each fault a reading that has nothing but this fault, raised
// until a question says yes. So it shows where each threshold really is, and which questions each fault is asked.
// Relies on: DiagnosisTree.

import Figures

/// `diagnosis/tree`
public enum DiagnosisTreeLesson: Lesson {
  /// Permanent.
  public static let id = "diagnosis/tree"
  /// In a few words.
  public static let title = "Six questions, and which of them each fault is asked"
  /// Where it is explained.
  public static let chapter = "20-diagnosis"
  /// This file.
  public static let source = "Sources/Lessons/Diagnosis/DiagnosisTreeLesson.swift"
  /// None.
  public static let parameters: [Parameter] = []

  private struct Way {
    var fault: Fault
    var asked: Int
    /// The least reading that its question calls too much; nil where none does.
    var threshold: Int?
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let ways = Fault.allCases.map(way)
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        ways.map { way in
          .object([
            "fault": .string(way.fault.rawValue), "questions": .number(way.asked),
            "yesFrom": way.threshold.map { .number($0) } ?? .null,
          ])
        }))
    report.table = .init(
      heads: ["what is wrong", "questions", "yes from"],
      rows: ways.map { way in
        [way.fault.name, "\(way.asked)", way.threshold.map { "\($0)" } ?? "-"]
      })
    report.figure = TreeReport.value(
      questions: DiagnosisTree.steps.map { ($0.question, $0.cause.name) }, otherwise: Fault.none.name,
      ways.map { way in
        (words(way), way.asked, way.threshold != nil)
      })
    return report
  }

  private static func way(_ fault: Fault) -> Way {
    for value in 0...10_000 {
      let diagnosis = DiagnosisTree.diagnose(readings(fault, value))
      if diagnosis.cause != .none {
        return Way(fault: fault, asked: diagnosis.asked.count, threshold: diagnosis.asked.last?.value)
      }
      if fault == .none { return Way(fault: fault, asked: diagnosis.asked.count, threshold: nil) }
    }
    return Way(fault: fault, asked: DiagnosisTree.steps.count, threshold: nil)
  }

  /// A quiet service, but for one reading.
  private static func readings(_ fault: Fault, _ value: Int) -> Readings {
    var readings = Readings()
    readings.requests = 100
    readings.liveBytes = 100 << 20
    readings.residentBytes = 100 << 20
    switch fault {
    case .none: break
    case .leak: readings.growthPerRequest = value
    case .hole: readings.residentBytes = value << 20
    case .churn: readings.allocationsPerRequest = value
    case .blocked: readings.unanswered = value
    case .convoy: readings.lockPercent = value
    case .spiral: readings.collectingPercent = value
    }
    return readings
  }

  private static func words(_ way: Way) -> String {
    guard let threshold = way.threshold else { return "Nothing is wrong: six questions, and six times no" }
    let name = way.fault.name.prefix(1).uppercased() + way.fault.name.dropFirst()
    return way.asked == 1
      ? "\(name): the first question says yes, from \(threshold) on"
      : "\(name): \(way.asked - 1) times no, and then yes, from \(threshold) on"
  }
}

/// The part of a report that a tree of questions is drawn from.
struct TreeReport: Decodable {
  var figure: Tree

  struct Tree: Decodable {
    var questions: [Question]
    var otherwise: String
    var cases: [Case]
  }

  struct Question: Decodable { var text: String, cause: String }
  struct Case: Decodable { var words: String, asked: Int, yes: Int }

  /// The figure's data for a lesson's report.
  static func value(
    questions: [(text: String, cause: String)], otherwise: String,
    _ cases: [(words: String, asked: Int, endsWithYes: Bool)]
  ) -> JSONValue {
    .object([
      "name": .string("tree"), "otherwise": .string(otherwise),
      "questions": .array(
        questions.map { .object(["text": .string($0.text), "cause": .string($0.cause)]) }),
      "cases": .array(
        cases.map {
          .object([
            "words": .string($0.words), "asked": .number($0.asked), "yes": .number($0.endsWithYes ? 1 : 0),
          ])
        }),
    ])
  }

  var state: TreeState {
    TreeState(
      questions: figure.questions.map { (Array($0.text.utf8), Array($0.cause.utf8)) },
      otherwise: Array(figure.otherwise.utf8),
      cases: figure.cases.map {
        .init(words: Array($0.words.utf8), asked: $0.asked, endsWithYes: $0.yes == 1)
      })
  }
}
