// Lesson: a program of the book that a reader can run, with parameters, as text or as JSON. What it prints comes from what
// it did.
// Relies on: Report for the form.

/// A runnable lesson.
public protocol Lesson: Sendable {
  /// `part/name`, permanent.
  static var id: String { get }
  /// What it shows, in a few words.
  static var title: String { get }
  /// The chapter that explains it: `01-stack-heap`.
  static var chapter: String { get }
  /// The source file, relative to the package's root.
  static var source: String { get }
  /// What can be chosen.
  static var parameters: [Parameter] { get }
  /// Whether its numbers are times and what depends on them, or depend on what the process did before. Those of any other lesson
  /// are the same in every run.
  static var measuresTime: Bool { get }

  /// Runs it.
  ///
  /// - Throws: `LessonError` when it cannot do its work here.
  static func run(_ arguments: Arguments) throws -> Report
}

extension Lesson {
  /// No.
  public static var measuresTime: Bool { false }
}

/// Something that a reader may choose.
public struct Parameter: Hashable, Sendable {
  /// Without the dashes.
  public let name: String
  /// What it takes.
  public let kind: Kind
  /// What it is when nothing is said.
  public let standard: String
  /// One sentence.
  public let help: String

  /// What a parameter takes.
  public enum Kind: Hashable, Sendable {
    /// A whole number in a range.
    case number(ClosedRange<Int>)
    /// Bytes in a range, written as `65536`, `64K`, `200M` or `1G`.
    case bytes(ClosedRange<Int>)
    /// One of some words.
    case choice([String])

    /// What is allowed, in words.
    public var words: String {
      switch self {
      case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .bytes(let range):
        "bytes from \(range.lowerBound) to \(range.upperBound), with K, M or G for powers of 1024"
      case .choice(let words): "one of \(words.joined(separator: ", "))"
      }
    }

    func allows(_ value: String) -> Bool {
      switch self {
      case .number(let range): Int(value).map(range.contains) ?? false
      case .bytes(let range): Self.bytes(value).map(range.contains) ?? false
      case .choice(let words): words.contains(value)
      }
    }

    /// A number with or without one of the three letters; nil for anything else.
    static func bytes(_ text: String) -> Int? {
      let shift = ["K": 10, "M": 20, "G": 30][text.last.map(String.init) ?? ""]
      guard let number = Int(shift == nil ? text[...] : text.dropLast()), number >= 0,
        number <= Int.max >> (shift ?? 0)
      else { return nil }
      return number << (shift ?? 0)
    }
  }
}

/// The parameters of one run, each checked.
public struct Arguments: Hashable, Sendable {
  /// By name; every parameter of the lesson has a value.
  public let values: [String: String]

  /// Checks `given` against what the lesson takes.
  ///
  /// - Throws: `LessonError` for an unknown parameter or a value that is not allowed.
  public init(_ given: [String: String], for lesson: any Lesson.Type) throws {
    var values: [String: String] = [:]
    for parameter in lesson.parameters { values[parameter.name] = parameter.standard }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let parameter = lesson.parameters.first(where: { $0.name == name }) else {
        throw LessonError.unknownParameter(name, lesson: lesson.id, known: lesson.parameters.map(\.name))
      }
      guard parameter.kind.allows(value) else {
        throw LessonError.badValue(value, parameter: name, allowed: parameter.kind.words)
      }
      values[name] = value
    }
    self.values = values
  }

  func word(_ name: String) -> String { values[name] ?? "" }
  func bytes(_ name: String) -> Int { Parameter.Kind.bytes(values[name] ?? "") ?? 0 }
  func number(_ name: String) -> Int { values[name].flatMap { Int($0) } ?? 0 }
}

/// Why a lesson does not run.
public enum LessonError: Error, Hashable, CustomStringConvertible {
  /// No lesson has that id.
  case unknownLesson(String, known: [String])
  /// The lesson takes no such parameter.
  case unknownParameter(String, lesson: String, known: [String])
  /// The parameter takes something else.
  case badValue(String, parameter: String, allowed: String)
  /// The machine does not let it.
  case impossible(String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknownLesson(let id, let known):
      "there is no lesson '\(id)'\n  lesson list names them: \(known.joined(separator: ", "))"
    case .unknownParameter(let name, let lesson, let known):
      "'\(lesson)' takes no --\(name)\n"
        + (known.isEmpty
          ? "  it takes no parameters" : "  it takes \(known.map { "--" + $0 }.joined(separator: ", "))")
    case .badValue(let value, let parameter, let allowed):
      "--\(parameter) cannot be '\(value)'\n  it takes \(allowed)"
    case .impossible(let why): why
    }
  }
}

/// All lessons.
public enum Lessons {
  /// In the order of the book.
  public static let all: [any Lesson.Type] = [
    StackHeap.self, StackDepthLesson.self, ArcLesson.self, CopiesLesson.self, PagesLesson.self,
    SizeClassesLesson.self, UsableSizesLesson.self,
    TiersLesson.self, BlowupLesson.self, LargeLesson.self, MarkSweepLesson.self,
    MovingLesson.self, GenerationsLesson.self, BarrierLesson.self, PacerLesson.self, InterleavingsLesson.self,
    PausesLesson.self,
    StepsLesson.self,
    CachesLesson.self, HandlesLesson.self,
    ChannelRulesLesson.self,
    ChannelCloseLesson.self, TaskCancellationLesson.self, TaskDeadlineLesson.self, PoolShelvesLesson.self,
    PoolResetLesson.self, TraceLesson.self, ServiceLesson.self, SpansLesson.self, DiagnosisLesson.self,
    DiagnosisTreeLesson.self,
    EscapeLabLesson.self, TiersLabLesson.self, TricolorLabLesson.self, ChannelLabLesson.self,
    TaskTreeLabLesson.self, PoolLabLesson.self,
  ]

  /// Finds one.
  ///
  /// - Throws: `LessonError.unknownLesson`.
  public static func find(_ id: String) throws -> any Lesson.Type {
    guard let lesson = all.first(where: { $0.id == id }) else {
      throw LessonError.unknownLesson(id, known: all.map { $0.id })
    }
    return lesson
  }
}
