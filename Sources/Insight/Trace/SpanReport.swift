// SpanReport: the spans of one name: how long they took, and of the slowest one what it was made of and how much of its time
// it had a processor. What a span took and did not have is waiting, and the trace does not say for what: its inner spans do.
// Relies on: EventTrace; a span that does not end with the trace is left out.

/// The spans of one name, and the slowest of them.
package struct SpanReport: Sendable, Hashable, Encodable {
  /// A span with its parts.
  package struct Span: Sendable, Hashable, Encodable {
    package var name: String
    package var thread: Int
    /// Nanoseconds since the trace began.
    package var start: Int
    /// Nanoseconds on the wall.
    package var duration: Int
    /// Nanoseconds of them in which its thread had a processor.
    package var ran: Int
    /// In the order of their beginnings.
    package var parts: [Span] = []
  }

  package var name: String
  package var count: Int
  /// Nanoseconds: half, and 99 of 100, took no longer.
  package var half: Int, ninetyNine: Int
  package var slowest: Span

  /// Nil when no span of that name has ended.
  ///
  /// - Complexity: O(events + spans × log of them).
  package init?(_ name: String, in traces: [EventTrace]) {
    let spans = traces.flatMap(Self.spans).filter { $0.name == name }
    guard let slowest = spans.max(by: { $0.duration < $1.duration }) else { return nil }
    let sorted = spans.map(\.duration).sorted()
    self.name = name
    count = spans.count
    half = sorted[(sorted.count - 1) / 2]
    ninetyNine = sorted[(sorted.count * 99 + 99) / 100 - 1]
    self.slowest = slowest
  }

  /// Every span of a process that ended, those inside of others included.
  package static func spans(of trace: EventTrace) -> [Span] {
    var open: [Int: [Span]] = [:]
    var ended: [Span] = []
    for event in trace.events {
      switch event.kind {
      case .spanBegan(let name):
        open[event.thread, default: []].append(
          Span(
            name: name, thread: event.thread, start: event.time, duration: 0, ran: event.processorTime ?? 0))
      case .spanEnded:
        guard var span = open[event.thread]?.popLast() else { continue }
        span.duration = event.time - span.start
        // The two clocks are read one after the other.
        span.ran = min(span.duration, max(0, (event.processorTime ?? 0) - span.ran))
        if let last = open[event.thread]?.indices.last { open[event.thread]![last].parts.append(span) }
        ended.append(span)
      default: break
      }
    }
    return ended
  }

  /// The names of spans that ended, each once, in the order of the alphabet.
  package static func names(in traces: [EventTrace]) -> [String] {
    Set(traces.flatMap(spans).map(\.name)).sorted()
  }

  /// For people, in microseconds.
  package var text: String {
    var text = "\(name): \(count) \(count == 1 ? "span" : "spans"), half of them within \(half / 1000) us, "
    text += "99 of 100 within \(ninetyNine / 1000) us\n"
    text += "the slowest, from \(slowest.start / 1000) us on:\n"
    var rows = [("after us", "took us", "ran us", "")]
    func add(_ span: Span, depth: Int) {
      let indent = String(repeating: "  ", count: depth)
      rows.append(
        (
          "\((span.start - slowest.start) / 1000)", "\(span.duration / 1000)", "\(span.ran / 1000)",
          indent + span.name
        ))
      for part in span.parts { add(part, depth: depth + 1) }
    }
    add(slowest, depth: 0)
    for row in rows {
      let cells = [row.0, row.1, row.2].map { String(repeating: " ", count: max(0, 8 - $0.count)) + $0 }
      text += "\(cells.joined(separator: "  "))\(row.3.isEmpty ? "" : "  " + row.3)\n"
    }
    return text
  }
}
