// Trace: what each collection did, as a line in the manner of Go's `GODEBUG=gctrace=1`, and when mutators could not run, from
// which the minimum mutator utilization follows. Only heaps that are asked to record do.
// Source: Go 1.27 runtime/mgc.go (gcMarkTermination, fmtNSAsMS); Cheng & Blelloch, A Parallel, Real-Time Garbage Collector
// (PLDI 2001) for the utilization. A page records nothing (Alone).

#if canImport(Glibc)
  /// One collection.
  public struct CollectionRecord: Sendable {
    /// Counting from 1, minor ones included.
    public let number: Int
    /// The young alone, or everything.
    public let kind: CollectionKind
    /// Whether `collect` asked for it.
    public let isForced: Bool
    /// Nanoseconds since the heap was made.
    public let start: UInt64
    /// Of a hundred nanoseconds that the heap's threads could have had since it was made, so many were spent on collecting.
    public let percent: Int
    /// Nanoseconds on the wall: standing at first, marking beside the mutators, standing again.
    public let stopped: UInt64, beside: UInt64, stoppedAgain: UInt64
    /// Bytes of the heap at its begin, at its end before anything was freed, and of what lived.
    public let beginBytes: Int, endBytes: Int, liveBytes: Int
    /// Where it was meant to end.
    public let goalBytes: Int
    /// Threads that marked or made objects meanwhile. Go: `P`.
    public let processors: Int

    /// Describes a collection.
    public init(
      number: Int, kind: CollectionKind, isForced: Bool, start: UInt64, percent: Int, stopped: UInt64,
      beside: UInt64, stoppedAgain: UInt64, beginBytes: Int, endBytes: Int, liveBytes: Int, goalBytes: Int,
      processors: Int
    ) {
      self.number = number
      self.kind = kind
      self.isForced = isForced
      self.start = start
      self.percent = percent
      self.stopped = stopped
      self.beside = beside
      self.stoppedAgain = stoppedAgain
      self.beginBytes = beginBytes
      self.endBytes = endBytes
      self.liveBytes = liveBytes
      self.goalBytes = goalBytes
      self.processors = processors
    }

    /// In Go's order: `gc 7 @0.120s 4%: 0.051+12+0.10 ms clock, 32->35->11 MB, 38 MB goal, 2 P`. Left out are Go's processor
    /// times, stacks and globals; a plan that stops the world has nothing in the middle.
    public var line: String {
      var text = "gc \(number) @\(start / 1_000_000_000).\(padded(start / 1_000_000 % 1000))s \(percent)%: "
      text += "\(milliseconds(stopped))+\(milliseconds(beside))+\(milliseconds(stoppedAgain)) ms clock, "
      text += "\(beginBytes >> 20)->\(endBytes >> 20)->\(liveBytes >> 20) MB, \(goalBytes >> 20) MB goal, "
      text += "\(processors) P"
      if kind == .minor { text += " (minor)" }
      if isForced { text += " (forced)" }
      return text
    }

    private func padded(_ number: UInt64) -> String {
      number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)"
    }

    /// Two digits that count, as Go has them.
    private func milliseconds(_ nanoseconds: UInt64) -> String {
      if nanoseconds >= 10_000_000 { return "\(nanoseconds / 1_000_000)" }
      var rest = nanoseconds / 1000
      if rest == 0 { return "0" }
      var decimals = 3
      while rest >= 100 {
        rest /= 10
        decimals -= 1
      }
      let unit: UInt64 = [1, 10, 100, 1000][decimals]
      if decimals == 0 { return "\(rest)" }
      var fraction = "\(rest % unit)"
      while fraction.utf8.count < decimals { fraction = "0" + fraction }
      return "\(rest / unit).\(fraction)"
    }
  }

  /// An interval on the wall in which a mutator could not run. Nanoseconds since the heap was made.
  public struct PauseInterval: Hashable, Sendable {
    /// When it began, and ended.
    public let start: UInt64, end: UInt64

    /// Describes an interval.
    public init(start: UInt64, end: UInt64) {
      self.start = start
      self.end = end
    }
  }

  /// The least share of any window of so many nanoseconds that was left to the mutators: 0 where some pause is as long.
  ///
  /// - Parameters:
  ///   - pauses: In any order; those of several mutators may overlap and count once.
  ///   - end: When the run ended; windows are within the run.
  /// - Returns: Per mille.
  /// - Complexity: O(*n* log *n*).
  public func minimumUtilization(window: UInt64, pauses: [PauseInterval], end: UInt64) -> Int {
    if window == 0 || window > end { return 1000 }
    var merged: [PauseInterval] = []
    for pause in pauses.sorted(by: { $0.start < $1.start }) {
      if let last = merged.last, pause.start <= last.end {
        merged[merged.count - 1] = PauseInterval(start: last.start, end: max(last.end, pause.end))
      } else {
        merged.append(pause)
      }
    }
    // Time paused before each interval.
    var sums: [UInt64] = [0]
    for pause in merged { sums.append(sums[sums.count - 1] + pause.end - pause.start) }
    func paused(before time: UInt64) -> UInt64 {
      var (low, high) = (0, merged.count)
      while low < high {
        let middle = (low + high) / 2
        if merged[middle].start < time { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? 0 : sums[low - 1] + min(merged[low - 1].end, time) - merged[low - 1].start
    }
    // The worst window begins with a pause, or ends with one.
    var most: UInt64 = 0
    for pause in merged {
      for start in [pause.start, pause.end < window ? 0 : pause.end - window] where start <= end - window {
        most = max(most, paused(before: start + window) - paused(before: start))
      }
      // A pause near the end of the run: the last window.
      if pause.end > end - window { most = max(most, paused(before: end) - paused(before: end - window)) }
    }
    return 1000 - Int(most * 1000 / window)
  }

  /// What a heap that records has seen.
  struct Trace {
    let made = CollectorMoment()
    let most: Int
    var collections: [CollectionRecord] = []
    var pauses: [PauseInterval] = []

    init(most: Int) { self.most = most }

    mutating func add(_ record: CollectionRecord) {
      if collections.count == most { collections.removeFirst(most / 2) }
      collections.append(record)
    }

    mutating func add(_ pause: PauseInterval) {
      if pauses.count == most { pauses.removeFirst(most / 2) }
      pauses.append(pause)
    }
  }

  /// A collection's times and sizes, for those who record it.
  struct CollectionSizes {
    var begin: Int, end: Int, live: Int, goal: Int
  }

  extension HeapCore {
    /// Notes a collection that has just ended.
    ///
    /// - Parameter stops: How long the world stood at first, and again: all of the time where nothing ran beside it.
    func trace(
      _ kind: CollectionKind, since start: CollectorMoment, _ sizes: CollectionSizes,
      stops: (first: UInt64, last: UInt64)? = nil
    ) {
      guard let made = shared.pointee.trace?.made.wall else { return }
      let statistics = shared.pointee.statistics
      let now = CollectorMoment()
      let time = now.wall &- start.wall
      let isConcurrent = stops != nil
      let processors = isConcurrent ? 2 : shared.pointee.crew?.count ?? 1
      let work = statistics.pauses.total + (isConcurrent ? statistics.traceNanoseconds : 0)
      let (first, last) = stops ?? (time, 0)
      let age = max(1, now.wall &- made)
      shared.pointee.trace?.add(
        CollectionRecord(
          number: statistics.fullCollections + statistics.minorCollections, kind: kind,
          isForced: shared.pointee.isForced, start: start.wall &- made,
          percent: min(100, Int(work * 100 / (age * UInt64(processors)))), stopped: first,
          beside: time &- min(time, first &+ last), stoppedAgain: last, beginBytes: sizes.begin,
          endBytes: sizes.end, liveBytes: sizes.live, goalBytes: sizes.goal, processors: processors))
    }

    /// Notes an interval in which a mutator could not run, which ends now.
    func tracePause(since start: CollectorMoment, until now: CollectorMoment) {
      guard let made = shared.pointee.trace?.made.wall else { return }
      shared.pointee.trace?.add(PauseInterval(start: start.wall &- made, end: now.wall &- made))
    }
  }

  extension Plan {
    /// Keeps a record of each collection and of each pause from here on, of the last `most` at least by half.
    public func record(most: Int = 1 << 20) { core.shared.pointee.trace = Trace(most: max(2, most)) }

    /// What was recorded, in order. Read it when no collection runs.
    public var collections: [CollectionRecord] { core.shared.pointee.trace?.collections ?? [] }

    /// Every interval in which a mutator could not run: collections, stalls and assists.
    public var pauses: [PauseInterval] { core.shared.pointee.trace?.pauses ?? [] }

    /// Nanoseconds since recording began.
    public var recordedNanoseconds: UInt64 {
      core.shared.pointee.trace.map { CollectorMoment().wall &- $0.made.wall } ?? 0
    }

    /// The least share that mutators had of any so many nanoseconds since recording began, per mille.
    public func minimumUtilization(window: UInt64) -> Int {
      Collectors.minimumUtilization(window: window, pauses: pauses, end: recordedNanoseconds)
    }
  }
#endif
