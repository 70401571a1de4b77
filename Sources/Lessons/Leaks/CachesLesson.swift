// CachesLesson: four caches, one stream of requests. Products come and go, so that most keys are never asked for again: what a
// cache keeps of them is what it leaks. Time is the number of the request.

/// `leaks/caches`
public enum CachesLesson: Lesson {
  /// Permanent.
  public static let id = "leaks/caches"
  /// In a few words.
  public static let title = "What four caches keep of what nobody asks for again"
  /// Where it is explained.
  public static let chapter = "14-leaks"
  /// This file.
  public static let source = "Sources/Lessons/Leaks/CachesLesson.swift"
  /// The stream and the bounds.
  public static let parameters = [
    Parameter(name: "requests", kind: .number(1000...1_000_000), standard: "20000", help: "Requests."),
    Parameter(
      name: "limit", kind: .number(10...10_000), standard: "200",
      help: "Entries that a bounded cache may have."),
    Parameter(
      name: "expiry", kind: .number(10...100_000), standard: "400",
      help: "Requests after which an entry is too old."),
  ]

  /// Of a curve.
  private static let points = 80

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let requests = arguments.number("requests")
    var caches = [
      ModelCache(name: "unbounded"),
      ModelCache(name: "expiry at lookup", expiry: arguments.number("expiry")),
      ModelCache(name: "expiry swept", expiry: arguments.number("expiry"), sweepsEvery: 100),
      ModelCache(name: "least recently used", limit: arguments.number("limit")),
    ]
    let looks = (1...4).map { requests * $0 / 4 }
    var sizes = [[Int]](repeating: [], count: caches.count)
    var curves = [[(x: Int, y: Int)]](repeating: [(x: 0, y: 0)], count: caches.count)
    for request in 0..<requests {
      let key = keyOfRequest(request)
      for index in caches.indices { caches[index].ask(key, at: request) }
      if looks.contains(request + 1) {
        for index in caches.indices { sizes[index].append(caches[index].count) }
      }
      if (request + 1) * points / requests > request * points / requests {
        for index in caches.indices { curves[index].append((request + 1, caches[index].count)) }
      }
    }
    let hits = caches.map { 100 * $0.hits / requests }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        caches.indices.map { index in
          .object([
            "cache": .string(caches[index].name), "entries": .array(sizes[index].map { .number($0) }),
            "hitPercent": .number(hits[index]),
          ])
        }))
    report.table = .init(
      heads: ["entries after"] + looks.map { "\($0)" } + ["hits, %"],
      rows: caches.indices.map { index in
        [caches[index].name] + sizes[index].map { "\($0)" } + ["\(hits[index])"]
      })
    report.figure = CurvesReport.value(
      across: "requests", up: "entries",
      caches.indices.map { index in
        let name = caches[index].name
        let entries = "\(sizes[index].last ?? 0) entries at the end, \(hits[index]) % hits"
        return (name: "\(name.prefix(1).uppercased())\(name.dropFirst()): \(entries)", points: curves[index])
      })
    return report
  }

  /// Three of four requests are for one of the 100 newest products, of which there is a new one every 10 requests; the others
  /// are for one that is asked for once.
  private static func keyOfRequest(_ request: Int) -> Int {
    var mixed = UInt64(request) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 27
    return mixed % 4 == 0 ? -1 - request : request / 10 + Int(mixed >> 8 & 0xFFFF) % 100
  }
}

/// A cache whose values are left out: what counts is how many it keeps.
struct ModelCache {
  let name: String
  var limit = Int.max
  var expiry = Int.max
  /// Requests between two sweeps; 0 for none.
  var sweepsEvery = 0

  private var madeAt: [Int: Int] = [:]
  /// By last use, the newest last; an entry that was used again stands in it several times.
  private var uses: [(key: Int, at: Int)] = []
  private var usedAt: [Int: Int] = [:]
  private var oldest = 0
  private(set) var hits = 0

  var count: Int { madeAt.count }

  init(name: String, limit: Int = .max, expiry: Int = .max, sweepsEvery: Int = 0) {
    self.name = name
    self.limit = limit
    self.expiry = expiry
    self.sweepsEvery = sweepsEvery
  }

  mutating func ask(_ key: Int, at now: Int) {
    if let made = madeAt[key], now - made < expiry {
      hits += 1
    } else {
      madeAt[key] = now
    }
    if limit < .max { noteUse(of: key, at: now) }
    if sweepsEvery > 0, now % sweepsEvery == 0 { madeAt = madeAt.filter { now - $0.value < expiry } }
  }

  private mutating func noteUse(of key: Int, at now: Int) {
    uses.append((key, now))
    usedAt[key] = now
    while madeAt.count > limit {
      let use = uses[oldest]
      oldest += 1
      if usedAt[use.key] == use.at {
        usedAt[use.key] = nil
        madeAt[use.key] = nil
      }
    }
    // What is behind the oldest use is let go of now and then.
    if oldest > 4096 {
      uses.removeFirst(oldest)
      oldest = 0
    }
  }
}
