// The lessons on channels, tasks and pools say what their chapters do.

import Foundation
import Lessons
import Testing

private func results(_ lesson: any Lesson.Type, _ given: [String: String] = [:]) throws -> Any {
  let json = try lesson.run(Arguments(given, for: lesson)).json
  let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
  return try #require(object?["results"])
}

@Suite struct HandOverLessonTests {
  @Test("close ends a thousand waits, of receivers with nil and of senders with an error")
  func close() throws {
    let receivers = try #require(try results(ChannelCloseLesson.self) as? [String: Any])
    #expect(receivers["waitingBefore"] as? Int == 1000)
    #expect(receivers["waitingAfter"] as? Int == 0)
    #expect(receivers["ends"] as? [String: Int] == ["nil": 1000])
    let senders = try #require(try results(ChannelCloseLesson.self, ["side": "send"]) as? [String: Any])
    #expect(senders["ends"] as? [String: Int] == ["throws closed": 1000])
  }

  @Test("a full channel that is closed gives its elements and refuses new ones")
  func rules() throws {
    let rows = try #require(try results(ChannelRulesLesson.self) as? [[String: String]])
    #expect(rows.count == 4)
    #expect(rows[1] == ["state": "open, full", "send": "waits", "receive": "got 0", "close": "done"])
    #expect(
      rows[3]
        == [
          "state": "closed, full", "send": "throws closed", "receive": "got 0",
          "close": "throws alreadyClosed",
        ])
    #expect((try results(ChannelRulesLesson.self, ["capacity": "0"]) as? [Any])?.count == 2)
  }

  @Test("a cancellation reaches all children of a group and no task made by Task {}")
  func cancellation() throws {
    let grouped = try results(TaskCancellationLesson.self) as? [String: Int]
    #expect(grouped == ["children": 50, "stillWaiting": 0])
    let loose = try results(TaskCancellationLesson.self, ["made": "task"]) as? [String: Int]
    #expect(loose == ["children": 50, "stillWaiting": 50])
  }

  @Test("a deadline leaves nobody waiting, whether it passes or not")
  func deadline() throws {
    let passed = try #require(try results(TaskDeadlineLesson.self) as? [String: Any])
    #expect(passed["outcome"] as? String == "throws timedOut")
    #expect(passed["waiting"] as? Int == 0)
    let met = try #require(try results(TaskDeadlineLesson.self, ["answer": "given"]) as? [String: Any])
    #expect(met["outcome"] as? String == "got 7")
  }

  @Test("what nobody uses through two collections is dropped, and what was used meanwhile is not")
  func shelves() throws {
    let steps = try #require(try results(PoolShelvesLesson.self) as? [[String: Any]])
    let column = { (name: String) in steps.compactMap { $0[name] as? Int } }
    #expect(column("made") == [12, 12, 12, 12, 12, 12])
    #expect(column("victims")[2] == 12)
    #expect(column("dropped") == [0, 0, 0, 0, 11, 12])
  }

  @Test("without a reset the next user reads the last one's data, and the audit says so")
  func reset() throws {
    let leaked = try #require(try results(PoolResetLesson.self) as? [String: Any])
    #expect(leaked["nextUserSees"] as? String == "card 4111")
    let reset = try #require(try results(PoolResetLesson.self, ["reset": "all"]) as? [String: Any])
    #expect(reset["nextUserSees"] as? String == "")
    #expect(reset["made"] as? Int == 1)
    let audited = try #require(try results(PoolResetLesson.self, ["audit": "on"]) as? [String: Any])
    #expect((audited["reported"] as? [String])?.count == 1)
    #expect(audited["nextUserSees"] as? String == "")
  }
}
