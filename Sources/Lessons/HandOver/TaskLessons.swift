// Lessons on the lives of tasks: which of them a cancellation reaches, and what a deadline leaves behind.
// Relies on: Channels, whose waiters can be counted.

import Channels

/// `task/cancellation`
public enum TaskCancellationLesson: Lesson {
  /// Permanent.
  public static let id = "task/cancellation"
  /// In a few words.
  public static let title = "A request is canceled: which of its children still wait?"
  /// Where it is explained.
  public static let chapter = "16-lifetimes"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/TaskLessons.swift"
  /// How the children are made.
  public static let parameters = [
    Parameter(
      name: "children", kind: .number(1...1000), standard: "50", help: "How many children the request has."),
    Parameter(
      name: "made", kind: .choice(["group", "task"]), standard: "group",
      help: "In a task group, or by Task {} in the request."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    try Waiting.withExecutor { try run(arguments, on: $0) }
  }

  private static func run(_ arguments: Arguments, on executor: RunNextExecutor) throws -> Report {
    let count = arguments.number("children")
    let grouped = arguments.word("made") == "group"
    let never = Channel<Int>()
    let started = Channel<Bool>()
    let request = Task(executorPreference: executor) {
      if grouped {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<count { group.addTask { _ = try? await never.receive() } }
        }
      } else {
        for _ in 0..<count { Task(executorPreference: executor) { _ = try? await never.receive() } }
        _ = try? await started.receive()
      }
    }
    while never.waiting.receivers < count { Waiting.aMoment() }
    let ended = Channel<Bool>(capacity: 1)
    request.cancel()
    Task(executorPreference: executor) {
      await request.value
      do throws(ChannelError) { try await ended.send(true) } catch { fatalError("\(error)") }
    }
    _ = ended.receiveBlocking()
    let left = never.waiting.receivers
    // They would wait for ever; nobody else has the channel.
    try never.close()
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(["children": .number(count), "stillWaiting": .number(left)]))
    report.table = .init(
      heads: ["when", "waiting"],
      rows: [["before", "\(count)"], ["after the request has ended", "\(left)"]])
    return report
  }
}

/// `task/deadline`
public enum TaskDeadlineLesson: Lesson {
  /// Permanent.
  public static let id = "task/deadline"
  /// In a few words.
  public static let title = "A wait with a deadline, and what it leaves behind"
  /// Where it is explained.
  public static let chapter = "16-lifetimes"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/TaskLessons.swift"
  /// The deadline.
  public static let parameters = [
    Parameter(name: "milliseconds", kind: .number(1...1000), standard: "20", help: "How long it may wait."),
    Parameter(
      name: "answer", kind: .choice(["none", "given"]), standard: "none", help: "Whether an element comes."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    try Waiting.withExecutor { try run(arguments, on: $0) }
  }

  private static func run(_ arguments: Arguments, on executor: RunNextExecutor) throws -> Report {
    let channel = Channel<Int>()
    let given = arguments.word("answer") == "given"
    if given {
      Task(executorPreference: executor) {
        do throws(ChannelError) { try await channel.send(7) } catch { fatalError("\(error)") }
      }
    }
    while given && channel.waiting.senders == 0 { Waiting.aMoment() }
    let outcome: String
    do throws(ChannelError) {
      let limit = Duration.milliseconds(arguments.number("milliseconds"))
      outcome = try channel.receiveBlocking(timeout: limit).map { "got \($0)" } ?? "nil"
    } catch { outcome = error == .timedOut ? "throws timedOut" : "throws \(error)" }
    let waiting = channel.waiting.receivers
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(["outcome": .string(outcome), "waiting": .number(waiting)]))
    report.table = .init(heads: ["outcome", "waiting afterwards"], rows: [[outcome, "\(waiting)"]])
    return report
  }
}
