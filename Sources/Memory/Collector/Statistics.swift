// Statistics: what a heap has done, in Go's terms where Go has one. Bytes and nanoseconds throughout.
// Relies on: nothing. A pause is every interval in which a mutator cannot run: collections, stalls and assists.

/// Durations, kept so that any percentile is exact to an eighth.
public struct PauseHistogram: Sendable {
  // Eight buckets for each power of two: `exponent * 8 + the three bits after the first`.
  private var buckets: InlineArray<512, UInt32> = .init(repeating: 0)
  // By powers of two of microseconds.
  private var coarse: InlineArray<48, UInt32> = .init(repeating: 0)
  /// How many there were.
  public private(set) var count = 0
  /// Their sum, in nanoseconds.
  public private(set) var total: UInt64 = 0
  /// The longest, in nanoseconds, exact.
  public private(set) var longest: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// Adds a pause of so many nanoseconds.
  public mutating func add(_ nanoseconds: UInt64) {
    count += 1
    total &+= nanoseconds
    if nanoseconds > longest { longest = nanoseconds }
    buckets[Self.bucket(nanoseconds)] &+= 1
    coarse[min(47, 64 - (nanoseconds / 1000).leadingZeroBitCount)] &+= 1
  }

  /// The duration that `percent` of the pauses do not exceed, rounded up to the end of its bucket; 0 without pauses.
  ///
  /// - Complexity: O(1), 512 buckets.
  public func percentile(_ percent: Double) -> UInt64 {
    var left = Int((Double(count) * percent / 100).rounded(.up))
    if count == 0 { return 0 }
    if left < 1 { left = 1 }
    for index in 0..<512 {
      left -= Int(buckets[index])
      if left <= 0 { return min(Self.end(index), longest) }
    }
    return longest
  }

  /// How many pauses there were below each power of two of microseconds, for a picture: `(microseconds, count)`.
  public var byMicroseconds: [(below: Int, count: Int)] {
    (0..<48).filter { coarse[$0] > 0 }.map { (1 << $0, Int(coarse[$0])) }
  }

  private static func bucket(_ value: UInt64) -> Int {
    if value < 8 { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    return (exponent - 2) * 8 + Int(value >> UInt64(exponent - 3) & 7)
  }

  /// The largest value of a bucket.
  private static func end(_ index: Int) -> UInt64 {
    if index < 8 { return UInt64(index) }
    let exponent = UInt64(index / 8 + 2)
    return (UInt64(index % 8) + 8) << (exponent - 3) + (1 << (exponent - 3)) - 1
  }
}

/// What a heap has done so far.
public struct CollectorStatistics: Sendable {
  /// Full collections, those that `collect` asked for included. Go: `NumGC`.
  public var fullCollections = 0
  /// Collections of the young alone.
  public var minorCollections = 0
  /// Collections that `collect` asked for. Go: `NumForcedGC`.
  public var forcedCollections = 0
  /// Bytes of all objects ever made, as far as they have been counted: up to the last collection. Go: `TotalAlloc`.
  public var allocatedBytes = 0
  /// Bytes that the last full collection found reachable, and for mark-sweep those born meanwhile.
  public var liveBytes = 0
  /// Bytes at which the next collection begins or should have ended. Go: `NextGC`.
  public var goalBytes = 0
  /// The most bytes of address space that held objects at one time, copies included.
  public var peakBytes = 0
  /// Bytes that collectors have read or copied.
  public var tracedBytes = 0
  /// Bytes of objects that further markers scanned, where several mark together.
  public var helpedBytes = 0
  /// Bytes that minor collections copied within the young.
  public var survivedBytes = 0
  /// Bytes that minor collections moved to the old space.
  public var promotedBytes = 0
  /// Bytes of objects that collectors have put somewhere else.
  public var movedBytes = 0
  /// Time spent in tracing, on whatever thread, as processor time. Nanoseconds.
  public var traceNanoseconds: UInt64 = 0
  /// References that a write barrier remembered.
  public var barrierHits = 0
  /// Times that a mutator had to wait for a collection to end.
  public var stalls = 0
  /// Nanoseconds that mutators waited so.
  public var stallNanoseconds: UInt64 = 0
  /// Times that a mutator marked, because it had allocated faster than the marker marks.
  public var assists = 0
  /// Nanoseconds that mutators marked. Go: `GCAssistTime`.
  public var assistNanoseconds: UInt64 = 0
  /// Nanoseconds of processor time that mutators had while a marker ran beside them.
  public var mutatorNanosecondsDuringMark: UInt64 = 0
  /// Words that mutators took while a marker ran beside them, in bytes.
  public var allocatedDuringMark = 0
  /// Pauses as processor time of the thread that worked.
  public var pauses = PauseHistogram()
  /// Pauses as a clock on the wall saw them: what the scheduler gave to others is in them.
  public var wallPauses = PauseHistogram()

  /// Nothing yet.
  public init() {}
}
