// DiagnosisLesson: six sick services and a healthy one, run, read and diagnosed; then each mended, and read again by the
// instrument that gave it away. The label is known to the workload alone: the tree sees readings.

/// `diagnosis/cases`
public enum DiagnosisLesson: Lesson {
  /// Permanent.
  public static let id = "diagnosis/cases"
  /// In a few words.
  public static let title = "Six sick services, and how many questions it takes"
  /// Where it is explained.
  public static let chapter = "20-diagnosis"
  /// This file.
  public static let source = "Sources/Lessons/Diagnosis/DiagnosisLesson.swift"
  /// Shares of time, and latencies.
  public static let measuresTime = true
  /// Which, and how many.
  public static let parameters = [
    Parameter(
      name: "case", kind: .choice(["all"] + Fault.allCases.map(\.rawValue)), standard: "all",
      help: "What is wrong."),
    Parameter(
      name: "degrees", kind: .number(1...3), standard: "1",
      help: "How many degrees of each, from mild to bad."),
    Parameter(
      name: "requests", kind: .number(200...100_000), standard: "1000", help: "Requests of each run."),
  ]

  private struct Run {
    var fault: Fault
    var degree: Int
    var readings: Readings
    var diagnosis: Diagnosis
    /// What the instrument that gave it away says when the service is mended; nil for one that is not sick.
    var mendedValue: Int?

    var isRight: Bool { diagnosis.cause == fault }
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let chosen = arguments.word("case")
    let faults = chosen == "all" ? Fault.allCases : Fault.allCases.filter { $0.rawValue == chosen }
    let runs = (1...arguments.number("degrees")).flatMap { degree in
      faults.map { observe($0, degree: degree, requests: arguments.number("requests")) }
    }
    let right = runs.count(where: \.isRight)
    let steps = runs.reduce(0) { $0 + $1.diagnosis.asked.count }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "runs": .array(runs.map(json)), "count": .number(runs.count), "right": .number(right),
        "questions": .number(steps), "all": .number(runs.count * DiagnosisTree.steps.count),
      ]))
    report.table = .init(
      heads: ["what is wrong", "p50 us", "p99 us", "questions", "verdict", "reading", "mended"],
      rows: runs.map { run in
        [
          run.fault.name, "\(run.readings.p50Microseconds)", "\(run.readings.p99Microseconds)",
          "\(run.diagnosis.asked.count)", run.diagnosis.cause.name,
          run.fault == .none ? "-" : "\(run.diagnosis.asked.last?.value ?? 0)",
          run.mendedValue.map { "\($0)" } ?? "-",
        ]
      })
    report.conclusion = [
      "\(right) of \(runs.count) right, by \(steps) questions of \(runs.count * DiagnosisTree.steps.count)"
    ]
    return report
  }

  private static func observe(_ fault: Fault, degree: Int, requests: Int) -> Run {
    let readings = SickService(fault: fault, isMended: false, degree: degree, requests: requests).run()
    let diagnosis = DiagnosisTree.diagnose(readings)
    var run = Run(fault: fault, degree: degree, readings: readings, diagnosis: diagnosis)
    if fault != .none, let last = diagnosis.asked.last {
      let mended = SickService(fault: fault, isMended: true, degree: degree, requests: requests).run()
      run.mendedValue = DiagnosisTree.steps[last.step].answer(mended).value
    }
    return run
  }

  private static func json(_ run: Run) -> JSONValue {
    .object([
      "fault": .string(run.fault.rawValue), "degree": .number(run.degree),
      "verdict": .string(run.diagnosis.cause.rawValue), "questions": .number(run.diagnosis.asked.count),
      "readings": .object(
        Dictionary(uniqueKeysWithValues: run.readings.fields.map { ($0.name, JSONValue.number($0.value)) })),
      "mended": run.mendedValue.map { .number($0) } ?? .string("-"),
    ])
  }
}
