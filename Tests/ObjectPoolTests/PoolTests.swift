// What a pool promises: one user an object, a bound, two collections of grace, and what its debug mode says. Each planted
// fault is caught by the test that its line names.
// What this cannot show: the order of accesses within a magazine; that is the stress tests', and ThreadSanitizer's.

import Foundation
import ObjectPool
import Synchronization
import TestSupport
import Testing

/// An object that knows how many of it live, who uses it, and what was left in it.
final class Buffer: @unchecked Sendable {
  var bytes: [UInt8] = []
  let user = Atomic<Int>(0)
  private let lives: Lives

  final class Lives: Sendable {
    private let atomic = Atomic<Int>(0)
    func add(_ amount: Int) { atomic.wrappingAdd(amount, ordering: .relaxed) }
    var count: Int { atomic.load(ordering: .relaxed) }
  }

  init(_ lives: Lives) {
    self.lives = lives
    lives.add(1)
  }
  deinit { lives.add(-1) }
}

typealias Faulty = FaultablePool<Buffer, PlantedPoolFault>

/// A pool of buffers of 100 bytes each, and the count of those that live.
func pool(
  _ mutant: PoolMutant? = nil, limit: Int = 32, audit: PoolAudit<Buffer>? = nil
) -> (pool: Faulty, lives: Buffer.Lives) {
  let lives = Buffer.Lives()
  let pool = Faulty(
    objectBytes: 100, limitBytes: limit * 100, audit: audit, fault: PlantedPoolFault(mutant),
    reset: { buffer in
      defer { buffer.bytes.removeAll(keepingCapacity: true) }
      return buffer.bytes.count <= 100
    }, make: { Buffer(lives) })
  return (pool, lives)
}

/// Runs `body` on a thread of its own and waits for the thread's end, its magazine's included.
func onThread(_ body: @escaping @Sendable () -> Void) { pthread_join(startThread(body), nil) }

/// Runs `body` on a thread of its own, to be joined.
func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Body(body)).toOpaque()
  pthread_create(
    &thread, nil,
    {
      Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().run()
      return nil
    }, box)
  return thread
}

private final class Body {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// What was reported.
final class Reports: Sendable {
  private let list = Mutex<[PoolViolation]>([])
  func add(_ violation: PoolViolation) { list.withLock { $0.append(violation) } }
  var all: [PoolViolation] { list.withLock { $0 } }
  var audit: PoolAudit<Buffer> {
    PoolAudit(
      isClean: { $0.bytes.isEmpty }, fingerprint: { $0.bytes.reduce($0.bytes.count) { $0 &* 31 &+ Int($1) } },
      report: { self.add($0) })
  }
}

/// Rules that a pool keeps, each with the faults that break it.
enum Rule: String, CaseIterable, Sendable {
  case reuse, reset, unwanted, bound, boundOfThreads, exclusive, grace, victims, twoCollections, magazines,
    pressure
  case threadEnd, poolEnd, secondReturn, dirty, useAfterReturn, foreign

  var faults: [PoolMutant] {
    switch self {
    case .reuse, .foreign: []
    case .reset: [.skipsReset]
    case .unwanted: [.keepsUnwanted]
    case .bound: [.ignoresBound]
    case .boundOfThreads: [.magazineBeyondBound]
    case .exclusive: [.handsOutTwice]
    case .grace: [.agesAtOnce]
    case .victims: [.ignoresVictims]
    case .twoCollections: [.keepsVictims]
    case .magazines: [.forgetsMagazines]
    case .pressure: [.relievesHalf]
    case .threadEnd: [.losesMagazineAtExit]
    case .poolEnd: [.leaksAtEnd]
    case .secondReturn: [.missesSecondReturn]
    case .dirty: [.missesDirty]
    case .useAfterReturn: [.missesUseAfterReturn]
    }
  }

  /// Whether a pool with the fault keeps the rule.
  func holds(_ mutant: PoolMutant?) -> Bool {
    switch self {
    case .reuse:
      let (pool, lives) = pool(mutant)
      for _ in 0..<100 { pool.withObject { $0.bytes.append(1) } }
      return pool.counts.made == 1 && lives.count == 1
    case .reset:
      let (pool, _) = pool(mutant)
      pool.withObject { $0.bytes = [1, 2, 3] }
      return pool.withObject { $0.bytes.isEmpty }
    case .unwanted:
      let (pool, lives) = pool(mutant)
      pool.withObject { $0.bytes = Array(repeating: 7, count: 101) }
      return lives.count == 0 && pool.counts.dropped == 1
    case .bound:
      // Too small for a magazine, so that all lies on the shelves.
      let (pool, lives) = pool(mutant, limit: 5)
      do {
        let objects = (0..<20).map { _ in pool.get() }
        for object in objects { pool.put(object) }
      }
      return pool.counts.shelved == 5 && lives.count == 5 && pool.counts.dropped == 15
    case .boundOfThreads:
      let (pool, lives) = pool(mutant, limit: 20)
      // Five threads that stay, each with eight objects given back.
      let gate = Gate(5)
      for _ in 0..<5 {
        Thread.detachNewThread {
          do {
            let objects = (0..<8).map { _ in pool.get() }
            for object in objects { pool.put(object) }
          }
          gate.arriveAndWait()
          gate.leave()
        }
      }
      gate.waitForAll()
      let idle = lives.count
      gate.open()
      gate.waitForLeavers()
      return idle <= 20
    case .exclusive:
      let (pool, _) = pool(mutant, limit: 5)
      for object in (0..<3).map({ _ in pool.get() }) { pool.put(object) }
      let objects = (0..<3).map { _ in pool.get() }
      return Set(objects.map(ObjectIdentifier.init)).count == 3
    case .grace:
      let (pool, lives) = pool(mutant)
      pool.withObject { _ in }
      pool.collect()
      return lives.count == 1
    case .victims:
      let (pool, _) = pool(mutant)
      pool.withObject { _ in }
      pool.collect()
      pool.withObject { _ in }
      return pool.counts.made == 1
    case .twoCollections:
      let (pool, lives) = pool(mutant)
      pool.withObject { _ in }
      pool.collect()
      pool.collect()
      return lives.count == 0
    case .magazines:
      // The objects lie in the magazine of a thread that is asleep meanwhile.
      let (pool, lives) = pool(mutant)
      let gate = Gate(1)
      Thread.detachNewThread {
        pool.withObject { _ in }
        gate.arriveAndWait()
        gate.leave()
      }
      gate.waitForAll()
      let before = lives.count
      pool.collect()
      pool.collect()
      let after = lives.count
      gate.open()
      gate.waitForLeavers()
      return before == 1 && after == 0
    case .pressure:
      let (pool, lives) = pool(mutant)
      for object in (0..<3).map({ _ in pool.get() }) { pool.put(object) }
      pool.collect()
      pool.withObject { _ in }
      pool.drain()
      return lives.count == 0
    case .threadEnd:
      let (pool, lives) = pool(mutant)
      onThread { pool.withObject { _ in } }
      return lives.count == 1 && pool.counts.reserved == 0 && pool.counts.shelved == 1
    case .poolEnd:
      let lives: Buffer.Lives
      do {
        let made = ObjectPoolTests.pool(mutant)
        lives = made.lives
        for object in (0..<12).map({ _ in made.pool.get() }) { made.pool.put(object) }
        made.pool.collect()
        for object in (0..<3).map({ _ in made.pool.get() }) { made.pool.put(object) }
      }
      return lives.count == 0
    case .secondReturn:
      let reports = Reports()
      let (pool, _) = pool(mutant, audit: reports.audit)
      let object = pool.get()
      pool.put(object)
      pool.put(object)
      return reports.all == [.returnedTwice]
    case .dirty:
      let reports = Reports()
      let pool = Faulty(
        objectBytes: 1, limitBytes: 9, audit: reports.audit, fault: PlantedPoolFault(mutant),
        reset: { _ in true },
        make: { Buffer(.init()) })
      pool.withObject { $0.bytes = [1] }
      return reports.all == [.dirty] && pool.counts.shelved == 0
    case .useAfterReturn:
      let reports = Reports()
      let (pool, _) = pool(mutant, audit: reports.audit)
      let object = pool.get()
      pool.put(object)
      object.bytes.append(9)
      let next = pool.get()
      return reports.all == [.usedAfterReturn] && next !== object
    case .foreign:
      let reports = Reports()
      let (pool, lives) = pool(mutant, audit: reports.audit)
      pool.put(Buffer(lives))
      return reports.all == [.foreign]
    }
  }
}

/// Where threads wait for each other.
final class Gate: @unchecked Sendable {
  private let condition = NSCondition()
  private var missing: Int
  private var inside: Int
  private var isOpen = false

  init(_ count: Int) {
    missing = count
    inside = count
  }
  func arriveAndWait() {
    condition.lock()
    missing -= 1
    condition.broadcast()
    while !isOpen { condition.wait() }
    condition.unlock()
  }
  func waitForAll() {
    condition.lock()
    while missing > 0 { condition.wait() }
    condition.unlock()
  }
  func open() {
    condition.lock()
    isOpen = true
    condition.broadcast()
    condition.unlock()
  }
  func leave() {
    condition.lock()
    inside -= 1
    condition.broadcast()
    condition.unlock()
  }
  func waitForLeavers() {
    condition.lock()
    while inside > 0 { condition.wait() }
    condition.unlock()
  }
}

/// One after another: `Pools.age` and `Pools.relieve` concern the pools of all tests.
@Suite(.serialized) enum OneAfterAnother {}

extension OneAfterAnother {
  @Suite struct PoolTests {
    @Test("a pool keeps its rules", arguments: Rule.allCases)
    func rules(_ rule: Rule) { #expect(rule.holds(nil)) }

    @Test("each planted fault breaks the rule that is there for it", arguments: PoolMutant.allCases)
    func mutants(_ mutant: PoolMutant) throws {
      let rule = try #require(Rule.allCases.first { $0.faults.contains(mutant) })
      #expect(!rule.holds(mutant))
    }

    @Test("two, and eight, objects held at a time do not leave the thread's magazine")
    func severalHeld() {
      let (pool, _) = pool()
      for count in [2, 8] {
        for _ in 0..<50 {
          let objects = (0..<count).map { _ in pool.get() }
          for object in objects { pool.put(object) }
        }
        #expect(pool.counts.made == count)
        #expect(pool.counts.shelved == 0)
      }
    }

    @Test("an object comes back when the body throws")
    func throwing() {
      struct Failure: Error {}
      let (pool, lives) = pool()
      for _ in 0..<10 { #expect(throws: Failure.self) { try pool.withObject { _ in throw Failure() } } }
      #expect(lives.count == 1)
    }

    @Test("collections and pressure reach every pool")
    func allPools() {
      let (one, onesLives) = pool()
      let (other, othersLives) = pool()
      one.withObject { _ in }
      other.withObject { _ in }
      Pools.age()
      other.withObject { _ in }
      Pools.age()
      #expect(onesLives.count == 0)
      #expect(othersLives.count == 1)
      Pools.relieve()
      #expect(othersLives.count == 0)
    }

    @Test("more pools than a thread has slots work all the same")
    func manyPools() {
      let pools = (0..<100).map { _ in pool() }
      for (pool, lives) in pools {
        for _ in 0..<3 { pool.withObject { $0.bytes = [1] } }
        #expect(lives.count == 1)
      }
    }

    @Test("a slot that a pool leaves is not taken for the next pool's")
    func slotReuse() {
      for _ in 0..<200 {
        let (pool, lives) = pool()
        let object = pool.get()
        #expect(pool.counts.made == 1)
        pool.put(object)
        #expect(lives.count == 1)
      }
    }
  }
}
