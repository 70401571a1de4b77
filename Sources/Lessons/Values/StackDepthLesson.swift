// StackDepthLesson: how many calls fit on a stack, and what one call costs, on a thread whose stack has a chosen size.
// Relies on: Probe's StackDepth; Foundation's Thread for the stack's size.

import Foundation
import Probe
import Synchronization

/// `values/stack-depth`
public enum StackDepthLesson: Lesson {
  /// Permanent.
  public static let id = "values/stack-depth"
  /// In a few words.
  public static let title = "How deep a recursion goes before the guard page"
  /// Where it is explained.
  public static let chapter = "01-stack-heap"
  /// This file.
  public static let source = "Sources/Lessons/Values/StackDepthLesson.swift"
  /// The stack's size.
  public static let parameters = [
    Parameter(
      name: "stack", kind: .number(1...1024), standard: "8", help: "Size of the thread's stack in MiB.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let size = arguments.number("stack") << 20
    let depth = measure(onStackOf: size)
    let perFrame = depth.bytes / max(depth.frames, 1)
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "stackBytes": .number(size), "bytesPerFrame": .number(perFrame), "frames": .number(depth.frames),
      ]))
    report.table = .init(
      heads: ["stack", "bytes a call", "calls"],
      rows: [["\(size >> 20) MiB", "\(perFrame)", "\(depth.frames)"]])
    return report
  }

  private static func measure(onStackOf size: Int) -> StackDepth {
    let box = Box()
    let thread = Thread {
      let depth = StackDepth.measure()
      box.result.withLock { $0 = depth }
      box.finished.signal()
    }
    thread.stackSize = size
    thread.start()
    box.finished.wait()
    return box.result.withLock { $0 }
  }

  /// What the thread leaves its result in.
  private final class Box: Sendable {
    let result = Mutex(StackDepth(frames: 0, bytes: 0))
    let finished = DispatchSemaphore(value: 0)
  }
}
