// DiagnosisTree: the workflow as a tree of questions. Each asks one instrument and compares with one threshold; where a question
// is answered with no, the next one is asked. Cheap and certain questions stand first: a service that does not answer is asked
// for what it waits, before anybody looks at its memory, because what waits is memory, too.
// Source for the order: Gregg's USE method; the thresholds are this book's, and the labelled runs say what they are worth.

/// One question of the tree.
public struct DiagnosisStep: Sendable {
  /// With the threshold.
  public let question: String
  /// The instrument that a running program has.
  public let instrument: String
  /// What the instrument says, and whether that is a yes.
  let answer: @Sendable (Readings) -> (value: Int, isYes: Bool)
  /// What it is when the answer is yes.
  let cause: Fault
}

/// What came of it.
public struct Diagnosis: Hashable, Sendable {
  /// `none` when no question was answered with yes.
  public var cause: Fault
  /// The questions that were asked, as indices, with what the instruments said.
  public var asked: [Asked]

  /// One question, and what its instrument said.
  public struct Asked: Hashable, Sendable {
    /// In `DiagnosisTree.steps`.
    public var step: Int
    /// In the question's unit.
    public var value: Int
    /// The answer.
    public var isYes: Bool
  }
}

/// The tree.
public enum DiagnosisTree {
  // snippet.tree
  /// In the order of asking.
  public static let steps: [DiagnosisStep] = [
    step("Are requests without an answer, more than 1 in 100?", "lesson tasks", .blocked) { readings in
      let percent = 100 * readings.unanswered / max(1, readings.requests)
      return (percent, percent > 1)
    },
    step("Does each request leave more than 256 bytes?", "lesson leaks", .leak) {
      ($0.growthPerRequest, $0.growthPerRequest > 256)
    },
    step("Is more than 3 times of what lives in memory, in percent?", "/proc, mallinfo2", .hole) {
      ($0.residentPercent, $0.residentPercent > 300)
    },
    step("Do workers wait for a lock, more than 25 percent of their time?", "lesson trace", .convoy) {
      ($0.lockPercent, $0.lockPercent > 25)
    },
    step("Does it collect, more than 25 percent of its time?", "the collector's account", .spiral) {
      ($0.collectingPercent, $0.collectingPercent > 25)
    },
    step("Does a request allocate more than 500 times?", "lesson heap --alloc", .churn) {
      ($0.allocationsPerRequest, $0.allocationsPerRequest > 500)
    },
  ]

  // snippet.end

  private static func step(
    _ question: String, _ instrument: String, _ cause: Fault,
    _ answer: @escaping @Sendable (Readings) -> (Int, Bool)
  ) -> DiagnosisStep {
    DiagnosisStep(question: question, instrument: instrument, answer: answer, cause: cause)
  }

  /// Asks until a question is answered with yes.
  public static func diagnose(_ readings: Readings) -> Diagnosis {
    var asked: [Diagnosis.Asked] = []
    for (index, step) in steps.enumerated() {
      let (value, isYes) = step.answer(readings)
      asked.append(.init(step: index, value: value, isYes: isYes))
      if isYes { return Diagnosis(cause: step.cause, asked: asked) }
    }
    return Diagnosis(cause: .none, asked: asked)
  }
}
