// TraceSummary: what a trace is about, in figures, for people and for programs.

import Foundation

/// Figures of the traces of a program's processes.
package struct TraceSummary: Sendable, Hashable, Encodable {
  package var processes = 0
  package var events = 0
  package var dropped = 0
  package var threads = 0
  package var tasksMade = 0
  /// Pieces of work that ran on a thread: from a start or resumption to the next suspension.
  package var runs = 0
  package var spans = 0
  /// Bytes that were asked for in all, as the last counter says.
  package var allocatedBytes = 0
  /// The most bytes in blocks that a counter has seen.
  package var peakHeapBytes = 0
  /// The longest time from a task's making to its first run, in nanoseconds.
  package var longestWait = 0

  /// Of one name, where it was asked for.
  package var slowest: SpanReport?

  /// - Complexity: O(events).
  package init(_ traces: [EventTrace]) {
    processes = traces.count
    for trace in traces {
      events += trace.events.count
      dropped += trace.dropped
      threads += Set(trace.events.map(\.thread)).count
      var made: [Int: Int] = [:]
      var allocated = 0
      for event in trace.events {
        switch event.kind {
        case .taskMade(let task, by: _):
          tasksMade += 1
          made[task] = event.time
        case .runBegan(let task):
          runs += 1
          if let start = made.removeValue(forKey: task) { longestWait = max(longestWait, event.time - start) }
        case .spanBegan: spans += 1
        case .heap(let inUse, let bytes):
          allocated = bytes
          peakHeapBytes = max(peakHeapBytes, inUse)
        default: break
        }
      }
      allocatedBytes += allocated
    }
  }

  /// For people.
  ///
  /// - Parameter file: Where the trace is.
  package func text(of program: String, file: String) -> String {
    var text =
      "trace: \(events) events of \(program) in \(file): \(tasksMade) tasks made, \(runs) runs on \(threads) threads"
    if spans > 0 { text += ", \(spans) spans" }
    text += "\n  open it with ui.perfetto.dev or chrome://tracing\n"
    if dropped > 0 { text += "  \(dropped) later events found no room\n" }
    if let slowest { text += slowest.text }
    return text
  }

  /// For programs.
  package func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}") + "\n"
  }
}
