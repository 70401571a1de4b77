// TraceLog: what a program says of itself in an event trace: spans of work, counters, moments. It is written when the program
// runs under `lesson trace` or `lesson probe`, or while its ProbeServer is asked for a trace; at other times it costs a test.
// Relies on: CProbe, which finds the library that writes.

import CProbe

/// A program's own events.
public enum TraceLog {
  /// A piece of work on this thread, from its beginning to its end.
  ///
  /// - Parameters:
  ///   - name: Its name; a literal, because the file keeps each once.
  ///   - body: The work. It is not asynchronous: what is suspended is on no thread, and the task's runs show by themselves.
  @inlinable public static func span<Result: ~Copyable, Failure: Error>(
    _ name: StaticString, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    begin(name)
    defer { end() }
    return try body()
  }

  /// A span whose end another function says, on the same thread: a phase, of which an observer is told. Else use `span`.
  public static func begin(_ name: StaticString) { say(name, probe_span_begin) }

  /// Ends the innermost span of this thread.
  public static func end() { probe_span_end() }

  /// A number that changes in time.
  public static func count(_ name: StaticString, _ value: Int) {
    say(name) { probe_trace_count($0, $1, Int64(value)) }
  }

  /// Something that happened now.
  public static func mark(_ name: StaticString) { say(name, probe_trace_mark) }

  private static func say(_ name: StaticString, _ body: (UnsafePointer<CChar>, UInt32) -> Void) {
    // A name of one character may be kept as that character alone.
    guard name.hasPointerRepresentation else { return }
    name.withUTF8Buffer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!, UInt32($0.count)) }
    }
  }
}
