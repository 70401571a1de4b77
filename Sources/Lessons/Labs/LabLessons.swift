// LabLessons: the labs of the book's pages without a page: their stories as text and as data of a figure, or as many random
// actions as somebody wants, with a checksum of all pictures, for whoever compares them with another home's.
// Relies on: Labs.

import Figures
import Labs

/// A lesson that tells a lab's story.
protocol LabLesson: Lesson {
  static var guide: LabGuide { get }
}

extension LabLesson {
  /// How to leave the story.
  public static var parameters: [Parameter] {
    [
      Parameter(
        name: "random", kind: .number(0...1_000_000), standard: "0",
        help: "Instead of the story so many random actions, and a checksum of their pictures."),
      Parameter(
        name: "seed", kind: .number(0...1_000_000), standard: "7", help: "Where the random actions begin."),
    ]
  }
  /// In a few words.
  public static var title: String { guide.title }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let count = arguments.number("random")
    return try count > 0 ? shake(count, arguments) : tell(arguments)
  }

  private static func tell(_ arguments: Arguments) throws -> Report {
    let lab = guide.make()
    var rows: [[String]] = []
    var moves: [JSONValue] = []
    for move in guide.story {
      guard let event = guide.play(move, on: lab) else {
        throw LessonError.impossible("the lab has no word for what \(guide.words(move)) does")
      }
      rows.append([guide.words(move), guide.sentences[event]])
      moves.append(
        .object([
          "kind": .number(move.kind), "operands": .array(move.operands.map(JSONValue.number)),
          "times": .number(move.times), "event": .number(event),
        ]))
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .object(["moves": .array(moves)]))
    report.introduction = rows.flatMap { ["\($0[0])", "  \($0[1])"] }
    report.figure = .object(["name": .string(guide.name), "moves": .array(moves)])
    return report
  }

  private static func shake(_ count: Int, _ arguments: Arguments) throws -> Report {
    let account = LabAccount(guide, actions: count, seed: arguments.number("seed"))
    let events = account.events.enumerated().map { ("\($0)", JSONValue.number($1)) }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "actions": .number(count), "checksum": .number(account.checksum),
        "violations": .number(account.violations),
        "events": .object(Dictionary(uniqueKeysWithValues: events)),
      ]))
    report.introduction = [
      "\(count) random actions, \(account.violations) violations, checksum of the pictures \(account.checksum)",
      "",
    ]
    report.table = .init(
      heads: ["times", "event"],
      rows: account.events.enumerated().map { ["\($1)", guide.sentences[$0]] })
    return report
  }
}

/// `lab/tiers`
public enum TiersLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/tiers"
  static let guide = TiersLab.guide
  /// Where it stands.
  public static let chapter = "07-tiers"
  /// The machine.
  public static let source = "Sources/Labs/Tiers/TiersLab.swift"
}

/// `lab/escape`
public enum EscapeLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/escape"
  static let guide = EscapeLab.guide
  /// Where it stands.
  public static let chapter = "04-escape"
  /// The machine.
  public static let source = "Sources/Labs/Escape/EscapeLab.swift"
}

/// `lab/tricolor`
public enum TricolorLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/tricolor"
  static let guide = TricolorLab.guide
  /// Where it stands.
  public static let chapter = "12-tricolor"
  /// The machine.
  public static let source = "Sources/Labs/Tricolor/TricolorLab.swift"
}

/// `lab/channel`
public enum ChannelLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/channel"
  static let guide = ChannelLab.guide
  /// Where it stands.
  public static let chapter = "15-channels"
  /// The machine.
  public static let source = "Sources/Labs/Channel/ChannelLab.swift"
}

/// `lab/tasks`
public enum TaskTreeLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/tasks"
  static let guide = TaskTreeLab.guide
  /// Where it stands.
  public static let chapter = "16-lifetimes"
  /// The machine.
  public static let source = "Sources/Labs/TaskTree/TaskTree.swift"
}

/// `lab/pool`
public enum PoolLabLesson: LabLesson {
  /// Permanent.
  public static let id = "lab/pool"
  static let guide = PoolLab.guide
  /// Where it stands.
  public static let chapter = "17-pools"
  /// The machine.
  public static let source = "Sources/Labs/Pool/PoolLab.swift"
}
