// RuntimeMetrics: how a process stands, in numbers that mean something: what Go's MemStats and runtime/metrics are for Go.
// Sources: malloc's counts by the interposer, glibc's heap by mallinfo(3), memory and threads by proc(5).
// Each field says what it counts and when it is unknown; nothing is estimated.

import CProbe
import Glibc

/// The numbers of one moment.
public struct RuntimeMetrics: Sendable, Hashable {
  // MARK: What was asked of malloc

  /// Blocks handed out since the start, by all threads, ended ones included. Go: `Mallocs`.
  public var allocations = 0
  /// Bytes asked for since the start; what size classes round up is not in it. Go: `TotalAlloc`.
  public var allocatedBytes = 0
  /// Blocks given back since the start. Go: `Frees`.
  public var frees = 0
  /// Blocks handed out and not given back. Go: `HeapObjects`.
  public var liveBlocks = 0
  /// Bytes of the live blocks as asked for; nil where blocks are not tracked. Go: `HeapAlloc`.
  public var liveBytes: Int?

  // MARK: What the heap is made of

  /// What the heap has of the kernel: arenas and blocks that are mappings of their own. Go: `HeapSys`.
  public var heapReservedBytes = 0
  /// Of these, in blocks that are handed out, with malloc's own words and rounding. Go: `HeapInuse`, roughly.
  public var heapUsedBytes = 0
  /// Of these, free for the next request, and still the process's. Go: `HeapIdle`, without what was given back.
  public var heapFreeBytes = 0

  // MARK: What the kernel says

  /// Pages in memory, those shared with other processes included.
  public var residentBytes = 0
  /// The most that `residentBytes` has been.
  public var peakResidentBytes = 0
  /// Pages in memory, each shared one divided by how many share it; nil where the kernel does not tell.
  public var proportionalBytes: Int?
  /// Addresses that are taken, used or not.
  public var virtualBytes = 0
  /// Open descriptors.
  public var descriptors = 0
  /// Threads.
  public var threads = 0
  /// Processor time of all threads, user and kernel, in seconds.
  public var processorSeconds = 0.0
  /// Pages that had to be given, without reading them from a disk.
  public var minorFaults = 0
  /// Pages that had to be read from a disk.
  public var majorFaults = 0

  // MARK: What Swift's runtime does

  /// Tasks that have not finished, by state.
  public struct Tasks: Sendable, Hashable {
    /// On a thread.
    public var running = 0
    /// Waiting for a thread or an actor.
    public var ready = 0
    /// Waiting for something to happen.
    public var suspended = 0
    /// Of all of these, the cancelled ones.
    public var cancelled = 0

    /// States all.
    public init(running: Int, ready: Int, suspended: Int, cancelled: Int) {
      self.running = running
      self.ready = ready
      self.suspended = suspended
      self.cancelled = cancelled
    }
  }
  /// Nil where blocks are not tracked, or the runtime's layout of tasks is not that of Swift 6.3.
  public var tasks: Tasks?
  /// References that the program's code took; nil where they are not counted, which is done under `lesson probe`.
  public var retains: Int?
  /// References given back; nil where `retains` is.
  public var releases: Int?

  /// When: on a clock that only runs forward, in seconds.
  public var time = 0.0

  /// The numbers of this process.
  ///
  /// Where blocks are tracked, other threads stand still while the tasks are counted: O(live blocks).
  ///
  /// - Precondition: The executable is linked with the interposer, which is so when it imports `Probe`; otherwise what was asked
  ///   of malloc is 0.
  public static func snapshot() -> RuntimeMetrics {
    var numbers = probe_numbers()
    probe_measure(&numbers)
    return RuntimeMetrics(numbers, process: "self")
  }

  /// What happened a second between an earlier moment and this one: blocks, and bytes asked for.
  public func rate(since earlier: RuntimeMetrics) -> (allocations: Double, bytes: Double) {
    let seconds = time - earlier.time
    guard seconds > 0 else { return (0, 0) }
    return (
      Double(allocations - earlier.allocations) / seconds,
      Double(allocatedBytes - earlier.allocatedBytes) / seconds
    )
  }

  /// - Parameter process: Its number, or `self`.
  package init(_ numbers: probe_numbers, process: String) {
    func int(_ value: UInt64) -> Int { Int(truncatingIfNeeded: value) }
    allocations = int(numbers.counts.calls)
    allocatedBytes = int(numbers.counts.bytes)
    frees = int(numbers.counts.frees)
    // A block that one thread frees may be counted before the other thread that made it is.
    liveBlocks = numbers.isTracking != 0 ? int(numbers.liveBlocks) : max(0, allocations - frees)
    liveBytes = numbers.isTracking != 0 ? int(numbers.liveBytes) : nil
    heapReservedBytes = int(numbers.reservedBytes)
    heapUsedBytes = int(numbers.usedBytes)
    heapFreeBytes = int(numbers.freeBytes)
    if numbers.knowsTasks != 0 {
      tasks = Tasks(
        running: int(numbers.runningTasks), ready: int(numbers.readyTasks),
        suspended: int(numbers.suspendedTasks), cancelled: int(numbers.cancelledTasks))
    }
    if numbers.counts.retains != 0 {
      retains = int(numbers.counts.retains)
      releases = int(numbers.counts.releases)
    }
    readKernel(process)
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    time = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  // MARK: proc(5)

  private mutating func readKernel(_ process: String) {
    let status = Self.fields("/proc/\(process)/status")
    residentBytes = (status["VmRSS"] ?? 0) * 1024
    peakResidentBytes = (status["VmHWM"] ?? 0) * 1024
    virtualBytes = (status["VmSize"] ?? 0) * 1024
    threads = status["Threads"] ?? 0
    proportionalBytes = Self.fields("/proc/\(process)/smaps_rollup")["Pss"].map { $0 * 1024 }
    descriptors = Self.count("/proc/\(process)/fd", isOwn: process == "self")
    // PID (NAME) STATE and so on; a name may hold anything. minflt is field 10, majflt 12, utime 14, stime 15.
    let line = readText("/proc/\(process)/stat") ?? ""
    let words = line[(line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
    func field(_ number: Int) -> Int { words.count > number - 2 ? Int(words[number - 2]) ?? 0 : 0 }
    minorFaults = field(10)
    majorFaults = field(12)
    processorSeconds = Double(field(14) + field(15)) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// `Name: number kB`, a line each.
  private static func fields(_ path: String) -> [String: Int] {
    var fields: [String: Int] = [:]
    for line in (readText(path) ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let word = parts[1].split(whereSeparator: { $0 == " " || $0 == "\t" }).first
      else { continue }
      fields[String(parts[0])] = Int(word)
    }
    return fields
  }

  /// The entries of a folder; of our own descriptors without the one that looks.
  private static func count(_ path: String, isOwn: Bool) -> Int {
    guard let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
    }
    return isOwn ? count - 1 : count
  }
}

/// A file of proc(5), which has no size before it is read.
func readText(_ path: String) -> String? {
  guard let file = fopen(path, "re") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}
