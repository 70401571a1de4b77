// The task profile on a program that has one task of each kind: what is said of it at the end, in the middle, and under what
// programs do. What these cannot show: that a task which 'waits' will ever be resumed.

import Foundation
import LeakCheck
import Pprof
import TaskProfiles
import TestSupport
import Testing

@Suite("A task profile") struct TaskProfileTests {
  @Test(
    "what a task waits for, where, and whether anybody can resume it",
    arguments: [
      ("continuation", WaitKind.continuation, TaskProfile.State.suspended, "waitForever()"),
      ("dropped", .continuation, .lost, "dropped()"), ("stream", .stream, .suspended, "listen(_:)"),
      ("sleep", .sleep, .suspended, "nap()"),
    ], ["-Onone", "-O"])
  func kinds(_ expected: (String, WaitKind, TaskProfile.State, String), _ level: String) throws {
    let tasks = try #require(try ProbedFixture([expected.0], level: level).atEnd)
    try #require(tasks.count == 1, "\(tasks.groups)")
    let group = tasks.groups[0]
    #expect(group.state == expected.2 && !group.isCancelled)
    // The optimizer may leave the kind to the place alone.
    #expect(group.wait == expected.1 || (level == "-O" && group.wait == nil))
    #expect(tasks.function(group.waiting).contains(expected.3), "\(tasks.function(group.waiting))")
    #expect(tasks.function(group.made).contains("start"), "\(tasks.function(group.made))")
    #expect(group.bytes >= 208)
  }

  @Test("a group waits for its child, a value for its task, and a cancelled one says so")
  func others() throws {
    let group = try #require(try ProbedFixture(["group"], level: "-Onone").atEnd)
    #expect(Set(group.groups.map(\.wait)) == [.taskGroup, .continuation] && group.count == 2)
    let value = try #require(try ProbedFixture(["value"], level: "-Onone").atEnd)
    #expect(Set(value.groups.map(\.wait)) == [.taskValue, .continuation])
    let cancelled = try #require(try ProbedFixture(["cancelled"]).atEnd)
    #expect(cancelled.groups.map(\.isCancelled) == [true] && cancelled.groups[0].state == .suspended)
  }

  @Test("equal tasks are one group, finished ones are gone, and a running one says so")
  func counts() throws {
    let hundred = try #require(try ProbedFixture(["hundred", "sleep"]).atEnd)
    #expect(hundred.groups.map(\.count) == [100, 1] && hundred.groups[0].ids.count == 100)
    #expect(try #require(try ProbedFixture(["finished"]).atEnd).count == 0)
    #expect(try #require(try ProbedFixture(["kept", "continuation"]).atEnd).groups.map(\.count) == [1])
    let running = try #require(try ProbedFixture(["running"]).atEnd)
    #expect(running.groups.map(\.state) == [.running])
  }

  @Test("asked in the middle, a program answers as often as it is asked, and goes on")
  func asked() throws {
    let run = try ProbedFixture(["continuation", "hold"], every: 0.3)
    #expect(run.status == 0 && run.asked.count >= 3, "\(run.silences)")
    #expect(run.asked.allSatisfy { !$0.isFinal })
    // Main sleeps, and is one of them.
    let settled = run.asked.filter { $0.count == 2 && Set($0.groups.map(\.state)) == [.suspended] }
    #expect(settled.count >= 2, "\(run.asked.map(\.groups))")
    #expect(run.atEnd?.count == 1)
  }

  @Test("a crash ends the program as it would have, and what was asked before it is kept")
  func crash() throws {
    let run = try ProbedFixture(["hundred", "crash"], every: 0.2)
    #expect(run.status == 139 && run.atEnd == nil)
    #expect(run.asked.contains { $0.groups.first?.count == 100 }, "\(run.silences)")
  }

  @Test("with 200 threads that allocate, and after a fork, the tasks are told all the same")
  func threadsAndFork() throws {
    let run = try ProbedFixture(["hundred", "fork", "threads", "hold"], every: 0.4)
    #expect(run.status == 0 && run.asked.count { $0.groups.first?.count == 100 } >= 2, "\(run.silences)")
    #expect(run.atEnd?.groups.first?.count == 100)
  }

  @Test("the profile is one that pprof's form can say, equal for equal runs, with the state as a label")
  func profile() throws {
    let one = try #require(try ProbedFixture(["hundred", "dropped"]).atEnd).profile
    let other = try #require(try ProbedFixture(["hundred", "dropped"]).atEnd).profile
    #expect(one.total(of: "tasks") == 101)
    #expect(one.foldedStacks(of: "tasks") == other.foldedStacks(of: "tasks"))
    let read = try Profile(decoding: Gzip.stored(one.encoded()))
    #expect(read.samples == one.samples)
    #expect(read.samples.contains { $0.labels.contains(.init("state", "will never resume")) })
  }
}
