// MallocTrace: what moved between the tiers of a program's allocator, event by event, read from the file that the library
// wrote. Documentation/MallocTrace.md describes the format.
// Relies on: the names in Sources/Memory/Malloc/trace.c.

import Foundation

/// The events of one process, in the order in which its locks let them happen.
public struct MallocTrace: Hashable, Sendable {
  /// What moved.
  public enum Kind: String, CaseIterable, Sendable {
    /// A full magazine: from a central list to a thread.
    case refill
    /// Objects: from a span to a thread.
    case carve
    /// A full magazine: from a thread to a central list.
    case flush
    /// Objects: from a magazine to their spans.
    case restore
    /// Pages: from the page heap to a span.
    case spanOut = "span-out"
    /// Pages: from a span to the page heap.
    case spanIn = "span-in"
    /// Pages: the heap's first use of them.
    case map
    /// Pages: their memory went back to the system.
    case unmap
    /// Nothing: a thread's cache began.
    case begin
    /// Nothing: a thread's cache was emptied.
    case end
  }

  /// One line of the file.
  public struct Event: Hashable, Sendable {
    /// Of CLOCK_MONOTONIC.
    public var nanoseconds: Int
    /// The thread's number in the kernel.
    public var thread: Int
    /// What moved.
    public var kind: Kind
    /// 1 to 72; 0 where there is none.
    public var sizeClass: Int
    /// Objects, or pages of 8 KiB.
    public var count: Int
    /// The first page, counted from the heap's base; 0 where no pages moved.
    public var page: Int
  }

  /// All events.
  public var events: [Event]

  /// What is wrong with a file.
  public struct Malformed: Error, Hashable {
    /// From 1.
    public var line: Int
    /// What was expected there.
    public var message: String
  }

  /// Reads a trace.
  ///
  /// - Throws: `Malformed` for the first line that is none of a trace.
  /// - Complexity: O(bytes).
  public init(_ text: String) throws(Malformed) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "live-malloc-trace 1" else {
      throw Malformed(line: 1, message: "a trace begins with 'live-malloc-trace 1'")
    }
    guard lines.last == "" else {
      throw Malformed(line: lines.count, message: "the last line has no end: the process was killed")
    }
    lines.removeLast()
    var read: [Event] = []
    read.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated().dropFirst() {
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 6, let kind = Kind(rawValue: String(words[2])) else {
        throw Malformed(line: index + 1, message: "expected NANOSECONDS THREAD EVENT CLASS COUNT PAGE")
      }
      let numbers = [words[0], words[1], words[3], words[4], words[5]].compactMap { Int($0) }
      guard numbers.count == 5, numbers.allSatisfy({ $0 >= 0 }) else {
        throw Malformed(line: index + 1, message: "all but the event are numbers from 0")
      }
      read.append(
        Event(
          nanoseconds: numbers[0], thread: numbers[1], kind: kind, sizeClass: numbers[2], count: numbers[3],
          page: numbers[4]))
    }
    events = read
  }

  /// How many objects or pages all events of a kind moved.
  public func moved(_ kind: Kind) -> Int { events.reduce(0) { $0 + ($1.kind == kind ? $1.count : 0) } }

  /// The trace in a few words, for a person.
  public var summary: String {
    let kinds = Kind.allCases.compactMap { kind -> String? in
      let count = events.count { $0.kind == kind }
      return count == 0 ? nil : "\(MallocAccount.grouped(count)) \(kind.rawValue)"
    }
    return "\(MallocAccount.grouped(events.count)) events: \(kinds.joined(separator: ", "))"
  }
}
