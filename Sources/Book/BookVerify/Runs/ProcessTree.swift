// ProcessTree: how much memory a run holds and how many processes it has become, read from /proc while it runs. A
// limit on address space would not do: programs about memory reserve terabytes.
// Source: proc(5). Relies on: /proc/PID/task/PID/children (CONFIG_PROC_CHILDREN), which lists what a session of
// its own cannot leave.

import Glibc

/// The living descendants of a process.
struct ProcessTree {
  private(set) var count = 0
  /// Resident bytes of all together; shared pages count in each.
  private(set) var residentBytes = 0

  /// - Complexity: O(processes), stopping after `most` of them.
  init(below root: pid_t, most: Int) {
    var pending = [root]
    while let process = pending.popLast(), count <= most {
      count += 1
      residentBytes += Self.residentBytes(of: process)
      let children = Self.read("/proc/\(process)/task/\(process)/children") ?? ""
      pending += children.split(separator: " ").compactMap { pid_t($0) }
    }
    // The runner's two own processes are not the run's.
    count = max(count - 2, 0)
  }

  private static func residentBytes(of process: pid_t) -> Int {
    guard let words = read("/proc/\(process)/statm")?.split(separator: " "), words.count > 2,
      let resident = Int(words[1]), let shared = Int(words[2])
    else { return 0 }
    return (resident - shared) * 4096
  }

  private static func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = Glibc.read(file, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
