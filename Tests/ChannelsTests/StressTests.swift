// Channels under load: nothing is lost or doubled, and nobody is left waiting, whoever is canceled when. On the default
// executor, on ours, and between threads. `SOAK=1` does a million hand-overs where a plain run does some ten thousand.
// What this cannot show: that no order of events fails; that is the explorer's.

import Channels
import Foundation
import Synchronization
import TestSupport
import Testing

private let soaks = ProcessInfo.processInfo.environment["SOAK"] == "1"

/// What went in and what came out.
private final class Ledger: Sendable {
  private let sentSum = Atomic<Int>(0)
  private let sentCount = Atomic<Int>(0)
  private let gotSum = Atomic<Int>(0)
  private let gotCount = Atomic<Int>(0)

  func sent(_ value: Int) {
    sentSum.wrappingAdd(value, ordering: .relaxed)
    sentCount.wrappingAdd(1, ordering: .relaxed)
  }
  func got(_ value: Int) {
    gotSum.wrappingAdd(value, ordering: .relaxed)
    gotCount.wrappingAdd(1, ordering: .relaxed)
  }
  var sent: [Int] { [sentCount.load(ordering: .relaxed), sentSum.load(ordering: .relaxed)] }
  var got: [Int] { [gotCount.load(ordering: .relaxed), gotSum.load(ordering: .relaxed)] }
}

private final class Counter: Sendable {
  private let atomic: Atomic<Int>
  init(_ start: Int) { atomic = Atomic(start) }
  func add(_ amount: Int) -> Int { atomic.wrappingAdd(amount, ordering: .relaxed).newValue }
  var value: Int { atomic.load(ordering: .relaxed) }
}

/// 32 senders and 32 receivers on two channels, half of them by select, each operation in a task that a canceler may
/// strike at any moment.
private func cancelAtRandom(
  _ count: Int, capacity: Int, seed: UInt64, on executor: (any TaskExecutor)?
) async -> (ledger: Ledger, channels: [Channel<Int>], cancelled: Int) {
  let channels = [Channel<Int>(capacity: capacity), Channel<Int>(capacity: capacity)]
  let ledger = Ledger()
  let cancelled = Counter(0)
  await withTaskGroup(of: Void.self) { group in
    for worker in 0..<32 {
      group.addTask(executorPreference: executor) {
        var generator = SeededGenerator(seed: seed &+ UInt64(worker))
        for number in 0..<(count / 32) {
          let value = number &* 32 &+ worker
          let choice = Int.random(in: 0..<8, using: &generator)
          let task = Task(executorPreference: executor) {
            do throws(ChannelError) {
              if choice < 2 {
                try await channels[choice].send(value)
              } else {
                try await Select(.send(value, to: channels[0]) {}, .send(value, to: channels[1]) {}).next()
              }
              ledger.sent(value)
            } catch { _ = cancelled.add(1) }
          }
          if choice & 1 == 1 {
            if choice > 3 { await Task.yield() }
            task.cancel()
          }
          await task.value
        }
      }
    }
    group.addTask(executorPreference: executor) {
      await withTaskGroup(of: Void.self) { receivers in
        for worker in 0..<32 {
          receivers.addTask(executorPreference: executor) {
            var generator = SeededGenerator(seed: ~seed &+ UInt64(worker))
            // Ends by a word, since nobody knows how many will be sent.
            while !channels[0].isClosed || channels[0].count > 0 || channels[1].count > 0 {
              let choice = Int.random(in: 0..<8, using: &generator)
              let task = Task(executorPreference: executor) {
                do throws(ChannelError) {
                  let value =
                    if choice < 2 {
                      try await channels[choice].receive()
                    } else {
                      try await Select(
                        .receive(from: channels[0]) { $0 }, .receive(from: channels[1]) { $0 }
                      ).next()
                    }
                  if let value { ledger.got(value) }
                } catch { _ = cancelled.add(1) }
              }
              if choice & 1 == 1 {
                if choice > 3 { await Task.yield() }
                task.cancel()
              }
              await task.value
            }
          }
        }
      }
    }
    for _ in 0..<32 { await group.next() }
    for channel in channels {
      do throws(ChannelError) { try channel.close() } catch { Issue.record("\(error)") }
    }
  }
  return (ledger, channels, cancelled.value)
}

@Suite(.serialized) struct StressTests {
  @Test(
    "under random cancellation nothing is lost or doubled and nobody is left waiting",
    arguments: [0, 3], [false, true])
  func cancellation(capacity: Int, ownExecutor: Bool) async {
    let executor = ownExecutor ? RunNextExecutor(threads: 2) : nil
    let count = soaks ? 500_000 : 16_000
    let (ledger, channels, cancelled) = await cancelAtRandom(count, capacity: capacity, seed: 5, on: executor)
    #expect(ledger.sent == ledger.got)
    #expect(ledger.sent[0] > count / 2)
    #expect(cancelled > count / 100)
    for channel in channels {
      #expect(channel.waiting == (0, 0))
      #expect(channel.isConsistent)
      #expect(channel.count == 0)
    }
    executor?.stop()
  }

  @Test("four senders and four receivers pass each element once", arguments: [0, 1, 64], [false, true])
  func flow(capacity: Int, ownExecutor: Bool) async {
    let executor = ownExecutor ? RunNextExecutor(threads: 2) : nil
    let channel = Channel<Int>(capacity: capacity)
    let ledger = Ledger()
    let count = 40_000
    let left = Counter(4)
    await withTaskGroup(of: Void.self) { group in
      for sender in 0..<4 {
        group.addTask(executorPreference: executor) {
          do throws(ChannelError) {
            for number in 0..<(count / 4) {
              try await channel.send(number * 4 + sender)
              ledger.sent(number * 4 + sender)
            }
            if left.add(-1) == 0 { try channel.close() }
          } catch { Issue.record("\(error)") }
        }
      }
      for _ in 0..<4 {
        group.addTask(executorPreference: executor) {
          // Of one sender, one receiver sees the elements in their order.
          var last = [-1, -1, -1, -1]
          for await value in channel {
            if value <= last[value % 4] { Issue.record("\(value) after \(last[value % 4])") }
            last[value % 4] = value
            ledger.got(value)
          }
        }
      }
    }
    #expect(ledger.sent == ledger.got)
    #expect(ledger.got[0] == count)
    #expect(channel.waiting == (0, 0))
    executor?.stop()
  }

  @Test("threads and tasks meet in one channel", arguments: [0, 2])
  func threadsAndTasks(capacity: Int) async {
    let channel = Channel<Int>(capacity: capacity)
    let ledger = Ledger()
    let count = 4_000
    let done = Channel<Bool>(capacity: 4)
    for thread in 0..<2 {
      Thread.detachNewThread {
        do throws(ChannelError) {
          for number in 0..<count {
            try channel.sendBlocking(number * 2 + thread)
            ledger.sent(number * 2 + thread)
          }
          try done.sendBlocking(true)
        } catch { Issue.record("\(error)") }
      }
      Thread.detachNewThread {
        while let value = channel.receiveBlocking() { ledger.got(value) }
        do throws(ChannelError) { try done.sendBlocking(true) } catch { Issue.record("\(error)") }
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2 { group.addTask { for await value in channel { ledger.got(value) } } }
      do throws(ChannelError) {
        for _ in 0..<2 { _ = try await done.receive() }
        try channel.close()
        for _ in 0..<2 { _ = try await done.receive() }
      } catch { Issue.record("\(error)") }
    }
    #expect(ledger.sent == ledger.got)
    #expect(ledger.got[0] == 2 * count)
    #expect(channel.waiting == (0, 0))
  }
}
