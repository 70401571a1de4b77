// The lessons on leaks and on diagnosis as a reader runs them. The tree is tried on readings that no run made; that the readings of
// real runs lead to the right cause is measured, and not a test: they are times of a machine that may be busy.

import Foundation
import Lessons
import Testing

@Suite struct LeakLessonTests {
  private func results(_ lesson: any Lesson.Type, _ given: [String: String] = [:]) throws -> Any {
    let json = try lesson.run(Arguments(given, for: lesson)).json
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(object?["results"])
  }

  @Test(
    "caches without a bound grow with the requests, and those that look only at what is asked for do, too")
  func caches() throws {
    let rows = try #require(try results(CachesLesson.self) as? [[String: Any]])
    let entries = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["cache"] as? String ?? "", $0["entries"] as? [Int] ?? []) })
    for name in ["unbounded", "expiry at lookup"] {
      let sizes = try #require(entries[name])
      #expect(sizes.count == 4 && zip(sizes, sizes.dropFirst()).allSatisfy { $0 + 1000 < $1 }, "\(name)")
    }
    #expect(entries["least recently used"] == [200, 200, 200, 200])
    #expect(try #require(entries["expiry swept"]).allSatisfy { $0 <= 500 })
  }

  @Test(
    "a file is open after a throw when nothing but the last line closes it, and while a list has its handle")
  func handles() throws {
    let rows = try #require(try results(HandlesLesson.self) as? [[String: Any]])
    #expect(rows.map { $0["open"] as? Int } == [25, 0, 0, 100, 0])
  }

  @Test("the tree finds each cause by its own instrument, and asks nothing further")
  func tree() {
    var healthy = Readings()
    healthy.requests = 1000
    (healthy.liveBytes, healthy.residentBytes) = (1 << 20, 2 << 20)
    #expect(DiagnosisTree.diagnose(healthy).cause == .none)
    let changes: [(Fault, (inout Readings) -> Void)] = [
      (.blocked, { ($0.unanswered, $0.growthPerRequest) = (100, 2000) }),
      (.leak, { $0.growthPerRequest = 700 }),
      (.hole, { $0.residentBytes = 100 << 20 }), (.convoy, { $0.lockPercent = 70 }),
      (.spiral, { $0.collectingPercent = 60 }), (.churn, { $0.allocationsPerRequest = 1000 }),
    ]
    for (count, (fault, change)) in changes.enumerated() {
      var readings = healthy
      change(&readings)
      let diagnosis = DiagnosisTree.diagnose(readings)
      #expect(diagnosis.cause == fault && diagnosis.asked.count == count + 1)
      #expect(diagnosis.asked.map(\.isYes) == Array(repeating: false, count: count) + [true])
    }
  }
}
