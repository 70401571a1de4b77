// What a trace says of the spans of one name: how long they took, which was the slowest, and what it was made of.

import TestSupport
import Testing
import Traces

private func trace(_ events: [(Int, Int, EventTrace.Kind, Int)]) -> EventTrace {
  var trace = EventTrace(process: 1)
  trace.events = events.map { EventTrace.Event(time: $0.0, thread: $0.1, kind: $0.2, processorTime: $0.3) }
  return trace
}

@Suite("The spans of one name") struct SpanReportTests {
  @Test("the slowest is taken apart, each part with its time and what it had of a processor")
  func slowest() throws {
    let trace = trace([
      (0, 1, .spanBegan("request"), 0), (100, 2, .spanBegan("request"), 7),
      (2000, 1, .spanEnded, 1500),
      (3000, 2, .spanBegan("wait"), 1000), (9000, 2, .spanEnded, 1010),
      (9000, 2, .spanBegan("count"), 1010), (9500, 2, .spanEnded, 1400),
      (10_100, 2, .spanEnded, 2007),
      (11_000, 1, .spanBegan("request"), 2000),
    ])
    let report = try #require(SpanReport("request", in: [trace]))
    #expect(report.count == 2 && report.half == 2000 && report.ninetyNine == 10_000)
    #expect(report.slowest.thread == 2 && report.slowest.duration == 10_000 && report.slowest.ran == 2000)
    #expect(report.slowest.parts.map(\.name) == ["wait", "count"])
    #expect(report.slowest.parts.map(\.duration) == [6000, 500])
    #expect(report.slowest.parts.map(\.ran) == [10, 390])
    #expect(
      report.text == """
        request: 2 spans, half of them within 2 us, 99 of 100 within 10 us
        the slowest, from 0 us on:
        after us   took us    ran us
               0        10         2  request
               2         6         0    wait
               8         0         0    count

        """)
    #expect(SpanReport("other", in: [trace]) == nil)
    #expect(SpanReport.names(in: [trace]) == ["count", "request", "wait"])
  }

  @Test(
    "whatever begins and ends: parts are inside, no span runs longer than it takes, and the ranks are those of the list"
  )
  func property() {
    checkProperty(runs: 300) { generator in
      var clock = [1: 0, 2: 0]
      return (0..<60).map { turn in
        let thread = Int.random(in: 1...2, using: &generator)
        clock[thread]! += Int.random(in: 0...20, using: &generator)
        let kind: EventTrace.Kind =
          Bool.random(using: &generator)
          ? .spanBegan(["a", "b"].randomElement(using: &generator)!) : .spanEnded
        return EventTrace.Event(time: turn * 10, thread: thread, kind: kind, processorTime: clock[thread]!)
      }
    } holds: { events in
      var trace = EventTrace(process: 1)
      trace.events = events
      let spans = SpanReport.spans(of: trace)
      for span in spans {
        guard span.ran >= 0, span.ran <= span.duration,
          span.parts.reduce(0, { $0 + $1.duration }) <= span.duration
        else { return false }
        for part in span.parts
        where part.start < span.start || part.start + part.duration > span.start + span.duration {
          return false
        }
      }
      let times = spans.filter { $0.name == "a" }.map(\.duration).sorted()
      guard let report = SpanReport("a", in: [trace]) else { return times.isEmpty }
      return report.count == times.count && report.slowest.duration == times.last
        && times.count { $0 <= report.half } * 2 >= times.count
        && times.count { $0 <= report.ninetyNine } * 100 >= times.count * 99
        && times.contains(report.half) && times.contains(report.ninetyNine)
    }
  }
}
