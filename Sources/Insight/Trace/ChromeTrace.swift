// ChromeTrace: event traces in the JSON that chrome://tracing and ui.perfetto.dev read: a track for each thread with the runs of
// tasks and the program's spans on it, an arrow from where a task was made to where it first ran, counters for the heap.
// Source: "Trace Event Format" (Chromium). What a reader would refuse is mended: an end without a beginning is left out, and
// what has not ended ends with the trace.

/// Writes the JSON.
package struct ChromeTrace: Sendable {
  private let processes: [(trace: EventTrace, name: String)]

  /// - Parameter processes: With their names.
  package init(_ processes: [(trace: EventTrace, name: String)]) { self.processes = processes }

  /// The text, in pieces.
  ///
  /// - Complexity: O(events).
  package func write(_ out: (String) throws -> Void) rethrows {
    try out("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n")
    var isFirst = true
    for (trace, name) in processes {
      var writer = ProcessWriter(trace, name: name)
      try writer.write { line in
        try out((isFirst ? "" : ",\n") + line)
        isFirst = false
      }
    }
    try out("\n]}\n")
  }

  /// The whole text.
  package var text: String {
    var text = ""
    write { text += $0 }
    return text
  }
}

private struct ProcessWriter {
  private enum Open { case run, span }

  private let trace: EventTrace
  private let name: String
  private var open: [Int: [Open]] = [:]
  private var flows: Set<Int> = []

  init(_ trace: EventTrace, name: String) {
    self.trace = trace
    self.name = name
  }

  mutating func write(_ out: (String) throws -> Void) rethrows {
    let process = trace.process
    try out(
      #"{"ph":"M","pid":\#(process),"tid":\#(process),"name":"process_name","args":{"name":\#(Self.quoted(name))}}"#
    )
    for (thread, name) in threadNames() {
      try out(
        #"{"ph":"M","pid":\#(process),"tid":\#(thread),"name":"thread_name","args":{"name":\#(Self.quoted(name))}}"#
      )
    }
    var next = nextTimes()
    for (index, event) in trace.events.enumerated() {
      try write(event, until: next[index], out)
    }
    next = []
    // A moment later, because a reader takes what begins and ends at once for unfinished.
    let end = (trace.events.last?.time ?? 0) + 1000
    for thread in open.keys.sorted() {
      for _ in open[thread]! { try out(#"{"ph":"E",\#(place(thread, end))}"#) }
    }
  }

  private mutating func write(_ event: EventTrace.Event, until next: Int, _ out: (String) throws -> Void)
    rethrows
  {
    // The reader shows `tts`, the thread's own clock, as processor time.
    let own = event.processorTime.map { #","tts":\#(Self.microseconds(max(0, $0)))"# } ?? ""
    let at = place(event.thread, event.time) + own
    switch event.kind {
    case .taskMade(let task, by: _):
      guard task != 0 else { return }
      // An arrow begins in a slice: one as long as nothing else happens on the thread, at most a microsecond.
      let length = min(1000, max(0, next - event.time))
      try out(#"{"ph":"X",\#(at),"dur":\#(Self.microseconds(length)),"name":"make task \#(task)"}"#)
      try out(#"{"ph":"s",\#(at),"id":\#(task),"cat":"task","name":"task \#(task)"}"#)
      flows.insert(task)
    case .taskEnqueued: break
    case .runBegan(let task):
      open[event.thread, default: []].append(.run)
      try out(#"{"ph":"B",\#(at),"name":"\#(task == 0 ? "actor" : "task \(task)")"}"#)
      if flows.remove(task) != nil {
        try out(#"{"ph":"f","bp":"e",\#(at),"id":\#(task),"cat":"task","name":"task \#(task)"}"#)
      }
    case .runEnded: try end(.run, event.thread, at, out)
    case .spanBegan(let name):
      open[event.thread, default: []].append(.span)
      try out(#"{"ph":"B",\#(at),"name":\#(Self.quoted(name))}"#)
    case .spanEnded: try end(.span, event.thread, at, out)
    case .counter(let name, let value):
      try out(#"{"ph":"C",\#(at),"name":\#(Self.quoted(name)),"args":{"value":\#(value)}}"#)
    case .heap(let inUse, let allocated):
      try out(#"{"ph":"C",\#(at),"name":"heap in use","args":{"bytes":\#(inUse)}}"#)
      try out(#"{"ph":"C",\#(at),"name":"allocated in all","args":{"bytes":\#(allocated)}}"#)
    case .threadNamed: break
    case .mark(let name): try out(#"{"ph":"i","s":"t",\#(at),"name":\#(Self.quoted(name))}"#)
    }
  }

  /// Ends the innermost of a kind, and what was begun inside of it.
  private mutating func end(_ kind: Open, _ thread: Int, _ at: String, _ out: (String) throws -> Void)
    rethrows
  {
    guard open[thread]?.contains(kind) ?? false else { return }
    while let last = open[thread]?.popLast() {
      try out(#"{"ph":"E",\#(at)}"#)
      if last == kind { return }
    }
  }

  /// When the next event of the same thread is.
  private func nextTimes() -> [Int] {
    var times = [Int](repeating: 0, count: trace.events.count)
    var next: [Int: Int] = [:]
    for (index, event) in trace.events.enumerated().reversed() {
      times[index] = next[event.thread] ?? event.time
      next[event.thread] = event.time
    }
    return times
  }

  /// The last name of each.
  private func threadNames() -> [(Int, String)] {
    var names: [Int: String] = [:]
    for event in trace.events {
      if case .threadNamed(let name) = event.kind { names[event.thread] = name }
    }
    return names.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value) \($0.key)") }
  }

  private func place(_ thread: Int, _ time: Int) -> String {
    #""pid":\#(trace.process),"tid":\#(thread),"ts":\#(Self.microseconds(time))"#
  }

  /// With three digits behind the point.
  private static func microseconds(_ nanoseconds: Int) -> String {
    let rest = String(nanoseconds % 1000)
    return "\(nanoseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
