// Lessons on channels: what each operation does in each state, and what `close` does to those who wait.
// Relies on: Channels. What would block is asked without waiting, so that no time is in what is printed.

import Channels

/// `channel/rules`
public enum ChannelRulesLesson: Lesson {
  /// Permanent.
  public static let id = "channel/rules"
  /// In a few words.
  public static let title = "Send, receive and close in every state of a channel"
  /// Where it is explained.
  public static let chapter = "15-channels"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/ChannelLessons.swift"
  /// The buffer.
  public static let parameters = [
    Parameter(
      name: "capacity", kind: .number(0...8), standard: "2",
      help: "Elements that the channel may store; with 0 a sender waits for a receiver.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let capacity = arguments.number("capacity")
    // Without a buffer there is one open state and one closed.
    var states: [(name: String, stored: Int, closed: Bool)] = [("open, empty", 0, false)]
    if capacity > 0 { states.append(("open, full", capacity, false)) }
    states.append(("closed, empty", 0, true))
    if capacity > 0 { states.append(("closed, full", capacity, true)) }
    var rows: [[String]] = []
    for state in states {
      func channel() throws -> Channel<Int> {
        let channel = Channel<Int>(capacity: capacity)
        for value in 0..<state.stored { _ = try channel.trySend(value) }
        if state.closed { try channel.close() }
        return channel
      }
      let receiving = try channel()
      let received =
        switch receiving.tryReceive() {
        case .value(let value): "got \(value)"
        case .empty: "waits"
        case .closed: "nil"
        }
      rows.append([
        state.name, word(try channel()) { (channel) throws(ChannelError) in try channel.trySend(9) },
        received,
        word(try channel()) { (channel) throws(ChannelError) in
          try channel.close()
          return true
        },
      ])
    }
    let heads = ["state", "send", "receive", "close"]
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        rows.map { row in
          .object(Dictionary(uniqueKeysWithValues: zip(heads, row.map { JSONValue.string($0) })))
        }))
    report.table = .init(heads: heads, rows: rows)
    return report
  }

  private static func word(
    _ channel: Channel<Int>, _ body: (Channel<Int>) throws(ChannelError) -> Bool
  ) -> String {
    do throws(ChannelError) { return try body(channel) ? "done" : "waits" } catch {
      return "throws \(name(error))"
    }
  }

  private static func name(_ error: ChannelError) -> String {
    switch error {
    case .closed: "closed"
    case .alreadyClosed: "alreadyClosed"
    case .cancelled: "cancelled"
    case .timedOut: "timedOut"
    }
  }
}

/// `channel/close`
public enum ChannelCloseLesson: Lesson {
  /// Permanent.
  public static let id = "channel/close"
  /// In a few words.
  public static let title = "Who waits in a channel, before and after close"
  /// Where it is explained.
  public static let chapter = "15-channels"
  /// This file.
  public static let source = "Sources/Lessons/HandOver/ChannelLessons.swift"
  /// Who waits.
  public static let parameters = [
    Parameter(
      name: "side", kind: .choice(["receive", "send"]), standard: "receive", help: "What they wait for."),
    Parameter(name: "count", kind: .number(1...10000), standard: "1000", help: "How many tasks wait."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    try Waiting.withExecutor { try run(arguments, on: $0) }
  }

  private static func run(_ arguments: Arguments, on executor: RunNextExecutor) throws -> Report {
    let sends = arguments.word("side") == "send"
    let count = arguments.number("count")
    let channel = Channel<Int>()
    // Each tells how its wait ended.
    let ends = Channel<String>(capacity: count)
    for number in 0..<count {
      Task(executorPreference: executor) {
        var end = "got an element"
        do throws(ChannelError) {
          if sends {
            try await channel.send(number)
          } else {
            end = try await channel.receive() == nil ? "nil" : end
          }
        } catch { end = "throws \(error == .closed ? "closed" : "\(error)")" }
        do throws(ChannelError) { try await ends.send(end) } catch { fatalError("\(error)") }
      }
    }
    while channel.waiting.receivers + channel.waiting.senders < count { Waiting.aMoment() }
    let before = channel.waiting.receivers + channel.waiting.senders
    try channel.close()
    var seen: [String: Int] = [:]
    for _ in 0..<count { if let end = ends.receiveBlocking() { seen[end, default: 0] += 1 } }
    let after = channel.waiting.receivers + channel.waiting.senders
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "waitingBefore": .number(before), "waitingAfter": .number(after),
        "ends": .object(seen.mapValues { .number($0) }),
      ]))
    report.table = .init(
      heads: ["when", "waiting"], rows: [["before close", "\(before)"], ["after close", "\(after)"]])
    report.conclusion = seen.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
    return report
  }
}

/// How a lesson, which is not asynchronous, waits for tasks.
enum Waiting {
  /// Threads for the lesson's tasks: a lesson blocks its own, and that may be one of the runtime's few.
  static func withExecutor<Result>(_ body: (RunNextExecutor) throws -> Result) rethrows -> Result {
    let executor = RunNextExecutor(threads: 2)
    defer { executor.stop() }
    return try body(executor)
  }

  static func aMoment() {
    // Nobody sends here: a sleep of a millisecond.
    _ = try? Channel<Int>().receiveBlocking(timeout: .milliseconds(1))
  }
}
