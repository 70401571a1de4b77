// EventTrace: the events of one process, read from the file that its probe writes. The file may be of a process that crashed or
// goes on: what was being written is not there yet.
// Relies on: the layout in CProbe's TraceFile.h. A file that is cut off gives what stands before, or an error.

import CProbe
import Foundation

/// What happened in a process.
package struct EventTrace: Sendable {
  package enum Kind: Hashable, Sendable {
    case taskMade(Int, by: Int)
    /// 0 for an actor's work.
    case taskEnqueued(Int)
    case runBegan(Int)
    case runEnded(Int)
    case spanBegan(String)
    case spanEnded
    case counter(String, Int)
    case heap(inUse: Int, allocated: Int)
    case threadNamed(String)
    case mark(String)
  }

  package struct Event: Hashable, Sendable {
    /// Nanoseconds since the beginning.
    package var time: Int
    package var thread: Int
    package var kind: Kind
    /// Nanoseconds that the thread had of a processor until then; of spans' beginnings and ends alone.
    package var processorTime: Int?

    package init(time: Int, thread: Int, kind: Kind, processorTime: Int? = nil) {
      self.time = time
      self.thread = thread
      self.kind = kind
      self.processorTime = processorTime
    }
  }

  /// Why a file is no trace.
  package struct Unreadable: Error, Hashable {
    package var message: String
  }

  package var process: Int
  /// In the order of their times.
  package var events: [Event] = []
  /// Events for which there was no room.
  package var dropped = 0

  /// A trace without events.
  package init(process: Int) { self.process = process }

  /// Reads a file.
  ///
  /// - Throws: `Unreadable`.
  /// - Complexity: O(events × log of them).
  package init(_ file: Data) throws(Unreadable) {
    let start = Int(traceHeaderBytes) + Int(traceNameBytes)
    guard file.count >= start, file.prefix(8).elementsEqual("LIVETRAC".utf8) else {
      throw Unreadable(message: "it is no event trace of ours")
    }
    let header = file.withUnsafeBytes { $0.loadUnaligned(as: trace_header.self) }
    guard header.version == UInt32(traceVersion) else {
      throw Unreadable(message: "it is of version \(header.version), and this program reads \(traceVersion)")
    }
    process = Int(header.process)
    let limit = min(Int(traceRecordLimit), (file.count - start) / MemoryLayout<trace_record>.stride)
    let taken = Int(truncatingIfNeeded: min(header.records, 1 << 40))
    dropped = max(0, taken - limit)
    events = file.withUnsafeBytes { bytes in
      (0..<min(taken, limit)).compactMap { index in
        let record = bytes.loadUnaligned(
          fromByteOffset: start + index * MemoryLayout<trace_record>.stride, as: trace_record.self)
        guard record.time >= header.begin, let kind = Self.kind(record, bytes) else { return nil }
        let isSpan = [traceSpanBegan.rawValue, traceSpanEnded.rawValue].contains(record.kind)
        return Event(
          time: Int(truncatingIfNeeded: record.time - header.begin), thread: Int(record.thread), kind: kind,
          processorTime: isSpan ? Int(truncatingIfNeeded: record.b) : nil)
      }
    }
    // Equal times stay in the order of their places.
    events = events.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }

  private static func kind(_ record: trace_record, _ file: UnsafeRawBufferPointer) -> Kind? {
    let a = Int(truncatingIfNeeded: record.a)
    let b = Int(truncatingIfNeeded: record.b)
    switch record.kind {
    case traceTaskMade.rawValue: return .taskMade(a, by: b)
    case traceTaskEnqueued.rawValue: return .taskEnqueued(a)
    case traceRunBegan.rawValue: return .runBegan(a)
    case traceRunEnded.rawValue: return .runEnded(a)
    case traceSpanBegan.rawValue: return .spanBegan(name(a, file))
    case traceSpanEnded.rawValue: return .spanEnded
    case traceCounter.rawValue: return .counter(name(a, file), b)
    case traceHeap.rawValue: return .heap(inUse: a, allocated: b)
    case traceThreadNamed.rawValue: return .threadNamed(name(a, file))
    case traceMark.rawValue: return .mark(name(a, file))
    default: return nil
    }
  }

  private static func name(_ place: Int, _ file: UnsafeRawBufferPointer) -> String {
    let region = Int(traceNameBytes)
    guard place > 0, place + 4 <= region else { return "?" }
    let start = Int(traceHeaderBytes) + place
    let count = Int(file.loadUnaligned(fromByteOffset: start, as: UInt32.self))
    guard count <= 256, place + 4 + count <= region else { return "?" }
    return String(decoding: file[(start + 4)..<(start + 4 + count)], as: UTF8.self)
  }
}
