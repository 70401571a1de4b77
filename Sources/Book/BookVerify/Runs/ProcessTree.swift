// ProcessTree: how much memory a run holds and how many processes it has become, read from /proc while it runs. A
// limit on address space would not do: programs about memory reserve terabytes.
// Source: proc(5). Relies on: /proc/PID/task/TID/children (CONFIG_PROC_CHILDREN), which lists what a session of its own
// cannot leave. A child is listed with the thread that started it, so every thread is asked.

import Foundation

/// The living descendants of a process.
struct ProcessTree {
  private(set) var count = 0
  /// Bytes that only these processes need: memory of their own and shared memory, in RAM or swapped out. What is mapped
  /// from files is left out, for the Swift libraries would count in each process.
  private(set) var residentBytes = 0

  /// - Complexity: O(processes + threads), stopping after `most` processes.
  init(below root: pid_t, most: Int) {
    var pending = [root]
    while let process = pending.popLast(), count <= most {
      count += 1
      residentBytes += Self.residentBytes(of: process)
      for thread in Self.threads(of: process) {
        let children = Self.read("/proc/\(process)/task/\(thread)/children") ?? ""
        pending += children.split(separator: " ").compactMap { pid_t($0) }
      }
    }
    // The runner's two own processes are not the run's.
    count = max(count - 2, 0)
  }

  private static func threads(of process: pid_t) -> [pid_t] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
    return names?.compactMap { pid_t($0) } ?? []
  }

  private static func residentBytes(of process: pid_t) -> Int {
    var kibibytes = 0
    for line in (read("/proc/\(process)/status") ?? "").split(separator: "\n") {
      guard let field = ["RssAnon:", "RssShmem:", "VmSwap:"].first(where: { line.hasPrefix($0) }) else {
        continue
      }
      kibibytes += Int(line.dropFirst(field.count).filter(\.isNumber)) ?? 0
    }
    return kibibytes << 10
  }

  private static func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = Foundation.read(file, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
