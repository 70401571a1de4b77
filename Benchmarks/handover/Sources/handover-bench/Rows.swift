// The channel rows, ours and the Swift peers'. Go's are in Benchmarks/peers/handover/bench.
// Relies on: Channels, AsyncAlgorithms.

import AsyncAlgorithms
import CBench
import Channels
import Foundation
import Synchronization

final class Countdown: Sendable {
  private let left: Atomic<Int>
  init(_ count: Int) { left = Atomic(count) }
  func step() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
}

func pingPong(_ count: Int, on executor: (any TaskExecutor)?) async throws {
  let there = Channel<Int>()
  let back = Channel<Int>()
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask(executorPreference: executor) {
      for number in 0..<count {
        try await there.send(number)
        _ = try await back.receive()
      }
    }
    group.addTask(executorPreference: executor) {
      for _ in 0..<count { if let value = try await there.receive() { try await back.send(value) } }
    }
    try await group.waitForAll()
  }
}

func flow(_ senders: Int, _ receivers: Int, _ count: Int, on executor: (any TaskExecutor)?) async throws {
  let channel = Channel<Int>(capacity: 64)
  let left = Countdown(senders)
  try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<senders {
      group.addTask(executorPreference: executor) {
        for number in 0..<(count / senders) { try await channel.send(number) }
        if left.step() { try channel.close() }
      }
    }
    for _ in 0..<receivers {
      group.addTask(executorPreference: executor) { while try await channel.receive() != nil {} }
    }
    try await group.waitForAll()
  }
}

func selectReceive(_ width: Int, _ count: Int, on executor: (any TaskExecutor)?) async throws {
  let channels = (0..<width).map { _ in Channel<Int>() }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask(executorPreference: executor) {
      for number in 0..<count { try await channels[number % width].send(number) }
    }
    group.addTask(executorPreference: executor) {
      let select = Select(channels.map { SelectCase.receive(from: $0) { $0 ?? 0 } })
      for _ in 0..<count { _ = try await select.next() }
    }
    try await group.waitForAll()
  }
}

func selectSend(_ width: Int, _ count: Int, on executor: (any TaskExecutor)?) async throws {
  let channels = (0..<width).map { _ in Channel<Int>() }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask(executorPreference: executor) {
      for number in 0..<count { _ = try await channels[number % width].receive() }
    }
    group.addTask(executorPreference: executor) {
      let select = Select(channels.map { SelectCase.send(1, to: $0) {} })
      for _ in 0..<count { try await select.next() }
    }
    try await group.waitForAll()
  }
}

/// Tasks that wait to receive, and what each takes of resident memory.
func blocked(_ count: Int, on executor: (any TaskExecutor)?) async throws {
  let channel = Channel<Int>()
  var tasks: [Task<Void, Never>] = []
  tasks.reserveCapacity(count)
  // The array's own pages are not the tasks'.
  tasks.withUnsafeMutableBufferPointer { buffer in
    if let base = buffer.baseAddress { memset(UnsafeMutableRawPointer(base), 0, 8 * count) }
  }
  let before = bench_resident()
  for _ in 0..<count {
    tasks.append(Task(executorPreference: executor) { _ = try? await channel.receive() })
  }
  while channel.waiting.receivers < count { try await Task.sleep(for: .milliseconds(20)) }
  try await Task.sleep(for: .milliseconds(200))
  print("bytes \((bench_resident() - before) / count)")
  exit(0)
}

// MARK: - Peers

func pingPongAsyncChannel(_ count: Int, on executor: (any TaskExecutor)?) async {
  let there = AsyncChannel<Int>()
  let back = AsyncChannel<Int>()
  await withTaskGroup(of: Void.self) { group in
    group.addTask(executorPreference: executor) {
      var iterator = back.makeAsyncIterator()
      for number in 0..<count {
        await there.send(number)
        _ = await iterator.next()
      }
    }
    group.addTask(executorPreference: executor) {
      var iterator = there.makeAsyncIterator()
      for _ in 0..<count { if let value = await iterator.next() { await back.send(value) } }
    }
  }
}

func flowAsyncChannel(_ senders: Int, _ receivers: Int, _ count: Int, on executor: (any TaskExecutor)?) async
{
  let channel = AsyncChannel<Int>()
  let left = Countdown(senders)
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<senders {
      group.addTask(executorPreference: executor) {
        for number in 0..<(count / senders) { await channel.send(number) }
        if left.step() { channel.finish() }
      }
    }
    for _ in 0..<receivers { group.addTask(executorPreference: executor) { for await _ in channel {} } }
  }
}

/// Unbounded: its senders never wait, which ours do.
func flowAsyncStream(_ senders: Int, _ receivers: Int, _ count: Int, on executor: (any TaskExecutor)?) async {
  let (stream, continuation) = AsyncStream<Int>.makeStream()
  let left = Countdown(senders)
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<senders {
      group.addTask(executorPreference: executor) {
        for number in 0..<(count / senders) { continuation.yield(number) }
        if left.step() { continuation.finish() }
      }
    }
    for _ in 0..<receivers { group.addTask(executorPreference: executor) { for await _ in stream {} } }
  }
}

private final class SourceBox: @unchecked Sendable {
  private var source: MultiProducerSingleConsumerAsyncChannel<Int, Never>.Source?
  init(_ source: consuming sending MultiProducerSingleConsumerAsyncChannel<Int, Never>.Source) {
    self.source = consume source
  }
  func feed(_ count: Int) async {
    guard var source = source.take() else { return }
    for number in 0..<count {
      do { try await source.send(number) } catch { return }
    }
    source.finish()
  }
}

func flowMPSC(_ count: Int, on executor: (any TaskExecutor)?) async {
  await withTaskGroup(of: Void.self) { group in
    var made = MultiProducerSingleConsumerAsyncChannel.makeChannel(
      of: Int.self, throwing: Never.self, backpressureStrategy: .watermark(low: 32, high: 64))
    var channel = made.takeChannel()
    let box = SourceBox(made.source)
    group.addTask(executorPreference: executor) { await box.feed(count) }
    while await channel.next() != nil {}
  }
}
