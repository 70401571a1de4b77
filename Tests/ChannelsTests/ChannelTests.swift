// What a channel promises beyond Go's table: cancellation, deadlines, order, fairness, ends, and the executor.

import Channels
import Foundation
import Testing

/// Runs `body` in a task of its own and waits until `count` sleep in the channel.
private func asleep(
  _ channel: Channel<Int>, _ count: Int = 1,
  _ body: @escaping @Sendable () async throws(ChannelError) -> Int?
) async -> Task<Swift.Result<Int?, ChannelError>, Never> {
  let task = Task { () -> Swift.Result<Int?, ChannelError> in
    do throws(ChannelError) { return .success(try await body()) } catch { return .failure(error) }
  }
  while channel.waiting.receivers + channel.waiting.senders < count { await Task.yield() }
  return task
}

@Suite struct ChannelTests {
  @Test("a canceled receiver throws, leaves no place, and takes nothing")
  func cancelReceive() async throws {
    let channel = Channel<Int>()
    let task = await asleep(channel) { () throws(ChannelError) in try await channel.receive() }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
    #expect(channel.waiting == (0, 0))
    #expect(try !channel.trySend(1))
  }

  @Test("a canceled sender throws, leaves no place, and its element was not sent")
  func cancelSend() async {
    let channel = Channel<Int>()
    let task = await asleep(channel) { () throws(ChannelError) in
      try await channel.send(1)
      return nil
    }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
    #expect(channel.waiting == (0, 0))
    #expect(channel.tryReceive() == .empty)
  }

  @Test("a canceled select leaves all its channels")
  func cancelSelect() async {
    let channels = [Channel<Int>(), Channel<Int>()]
    let task = await asleep(channels[1]) { () throws(ChannelError) in
      try await Select(.receive(from: channels[0]) { $0 }, .send(2, to: channels[1]) { 0 }).next()
    }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
    #expect(channels.allSatisfy { $0.waiting == (0, 0) })
  }

  @Test("a task that was canceled before it waits does not wait")
  func cancelledBefore() async {
    let channel = Channel<Int>(capacity: 1)
    let gate = Channel<Int>()
    let task = await asleep(gate) { () throws(ChannelError) in
      _ = try? await gate.receive()
      return try await channel.receive()
    }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
    #expect(channel.waiting == (0, 0))
  }

  @Test("an operation that need not wait succeeds in a canceled task")
  func cancelledButReady() async throws {
    let channel = Channel<Int>(capacity: 1)
    #expect(try channel.trySend(5))
    let gate = Channel<Int>()
    let task = await asleep(gate) { () throws(ChannelError) in
      _ = try? await gate.receive()
      return try await channel.receive()
    }
    task.cancel()
    #expect(await task.value == .success(5))
  }

  @Test("iteration ends when its task is canceled")
  func cancelIteration() async {
    let channel = Channel<Int>()
    let task = await asleep(channel) {
      var sum = 0
      for await value in channel { sum += value }
      return sum
    }
    task.cancel()
    #expect(await task.value == .success(0))
    #expect(channel.waiting == (0, 0))
  }

  @Test("a wait with a deadline gives up, and leaves neither a place nor a deadline")
  func timeout() async {
    let channel = Channel<Int>()
    await #expect(throws: ChannelError.timedOut) { try await channel.receive(timeout: .milliseconds(5)) }
    await #expect(throws: ChannelError.timedOut) { try await channel.send(1, timeout: .milliseconds(5)) }
    #expect(throws: ChannelError.timedOut) { try channel.receiveBlocking(timeout: .milliseconds(5)) }
    #expect(throws: ChannelError.timedOut) { try channel.sendBlocking(1, timeout: .milliseconds(5)) }
    #expect(channel.waiting == (0, 0))
  }

  @Test("deadlines fire in their order, whatever the order in which they were set")
  func deadlineOrder() async {
    let never = Channel<Int>()
    let order = Channel<Int>(capacity: 8)
    await withTaskGroup(of: Void.self) { group in
      for rank in [3, 1, 4, 2] {
        group.addTask {
          do throws(ChannelError) {
            _ = try await never.receive(timeout: .milliseconds(60 * rank))
          } catch {
            do throws(ChannelError) { try await order.send(rank) } catch { Issue.record("\(error)") }
          }
        }
      }
    }
    #expect(
      [order.tryReceive(), order.tryReceive(), order.tryReceive(), order.tryReceive()]
        == [.value(1), .value(2), .value(3), .value(4)])
  }

  @Test("waits that are served in time forget their deadlines")
  func served() async throws {
    let channel = Channel<Int>()
    for number in 0..<200 {
      let task = await asleep(channel) { () throws(ChannelError) in
        try await channel.receive(timeout: .seconds(3600))
      }
      try await channel.send(number)
      #expect(await task.value == .success(number))
    }
    // The queue is the process's; other tests have a few in it.
    #expect(Deadlines.shared.count < 100)
  }

  @Test("those who wait are served in the order in which they came", arguments: [true, false])
  func firstComeFirstServed(receivers: Bool) async throws {
    let channel = Channel<Int>()
    var tasks: [Task<Swift.Result<Int?, ChannelError>, Never>] = []
    for number in 0..<20 {
      tasks.append(
        await asleep(channel, number + 1) { () throws(ChannelError) in
          if receivers { return try await channel.receive() }
          try await channel.send(number)
          return nil
        })
    }
    for number in 0..<20 {
      if receivers {
        try await channel.send(number)
      } else {
        #expect(try await channel.receive() == number)
      }
    }
    for (number, task) in tasks.enumerated() {
      #expect(await task.value == .success(receivers ? number : nil))
    }
  }

  @Test("a select takes each of its ready cases with equal chance", arguments: [2, 3, 5])
  func fairSelect(count: Int) throws {
    // Six cases, of which `count` are ready: neighbors of one that is not must not gain by it.
    let channels = (0..<6).map { _ in Channel<Int>(capacity: 1) }
    for number in 0..<count { #expect(try channels[number].trySend(number)) }
    let select = Select(
      channels.enumerated().map { number, channel in
        SelectCase.receive(from: channel) { _ in number }
      })
    var taken = [Int](repeating: 0, count: 6)
    let rounds = 12_000
    for _ in 0..<rounds {
      let number = try #require(try select.attempt())
      taken[number] += 1
      #expect(try channels[number].trySend(number))
    }
    // Six standard deviations around the mean: one false alarm in 10⁸ runs.
    let mean = Double(rounds) / Double(count)
    let deviation = (mean * (1 - 1 / Double(count))).squareRoot()
    for number in 0..<count { #expect(abs(Double(taken[number]) - mean) < 6 * deviation) }
    for number in count..<6 { #expect(taken[number] == 0) }
  }

  @Test("a select evaluates what it sends once each time it is entered")
  func evaluatedOnce() async throws {
    let channel = Channel<Int>(capacity: 3)
    var next = 0
    let select = Select(
      .send(
        {
          next += 1
          return next
        }(), to: channel
      ) {})
    for _ in 0..<3 { try await select.next() }
    #expect(
      [channel.tryReceive(), channel.tryReceive(), channel.tryReceive()] == [.value(1), .value(2), .value(3)])
  }

  @Test("a select that sends to and receives from one channel does not meet itself")
  func notItself() async throws {
    let channel = Channel<Int>()
    let select = Select(.send(1, to: channel) { "sent" }, .receive(from: channel) { "got \($0 ?? -1)" })
    await #expect(throws: ChannelError.timedOut) { try await select.next(timeout: .milliseconds(10)) }
    #expect(channel.waiting == (0, 0))
    let other = Task { try await channel.receive() }
    #expect(try await select.next() == "sent")
    #expect(try await other.value == 1)
  }

  @Test("the ends of a channel do the same as the channel")
  func ends() async throws {
    let (sending, receiving) = Channel<Int>(capacity: 2).ends
    try await sending.send(1)
    #expect(try sending.trySend(2))
    #expect(try !sending.trySend(3))
    try sending.close()
    #expect(try await receiving.receive() == 1)
    var rest: [Int] = []
    for await value in receiving { rest.append(value) }
    #expect(rest == [2])
    #expect(throws: ChannelError.alreadyClosed) { try sending.close() }
  }

  @Test("what is stored or waits when a channel goes is released")
  func released() async throws {
    final class Token: Sendable {}
    weak var stored: Token?
    do {
      let channel = Channel<Token>(capacity: 2)
      let token = Token()
      stored = token
      #expect(try channel.trySend(token))
    }
    #expect(stored == nil)
  }
}

@Suite struct RunNextExecutorTests {
  @Test("a task behind one that computes is handed to another thread")
  func watcher() async {
    let executor = RunNextExecutor(threads: 2)
    let channel = Channel<Int>()
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: executor) {
        // Wakes the receiver into this thread's slot, then computes until the receiver has run.
        while channel.waiting.receivers == 0 { await Task.yield() }
        do throws(ChannelError) { try await channel.send(1) } catch { Issue.record("\(error)") }
        while channel.waiting.receivers == 0 {}
        do throws(ChannelError) { try channel.close() } catch { Issue.record("\(error)") }
      }
      group.addTask(executorPreference: executor) { for await _ in channel {} }
    }
    #expect(executor.handedOn > 0)
    executor.stop()
  }

  @Test("two tasks that wake each other do not starve a third", arguments: [1, 2])
  func noStarvation(threads: Int) async throws {
    let executor = RunNextExecutor(threads: threads)
    let there = Channel<Int>()
    let back = Channel<Int>()
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: executor) {
        do throws(ChannelError) {
          while try await there.receive() != nil { try await back.send(0) }
        } catch { Issue.record("\(error)") }
      }
      group.addTask(executorPreference: executor) {
        do throws(ChannelError) {
          var stop = false
          while !stop {
            try await there.send(0)
            stop = try await back.receive() == 1
          }
        } catch { if error != .closed { Issue.record("\(error)") } }
      }
      // Comes from outside, while the two hand over without end; only it can end them.
      group.addTask {
        for _ in 0..<100 { await Task.yield() }
        await Task(executorPreference: executor) {
          do throws(ChannelError) { try there.close() } catch { Issue.record("\(error)") }
        }.value
      }
    }
    executor.stop()
  }

  @Test("tasks that change executors come back", arguments: [1, 3])
  func manyTasks(threads: Int) async {
    let executor = RunNextExecutor(threads: threads)
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 0..<2_000 {
        group.addTask(executorPreference: executor) {
          await Task.yield()
          return number
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == 1_999_000)
    executor.stop()
  }
}
