// Pools under load, from threads and from tasks that change threads, with collections in between: no object has two users,
// none is lost, and the bound holds at every look. And PoolShelves against lists that are searched from the end.

import Foundation
import ObjectPool
import TestSupport
import Testing

/// Marks an object as used; false when somebody else uses it.
private func claim(_ buffer: Buffer, _ user: Int) -> Bool {
  buffer.user.compareExchange(expected: 0, desired: user, ordering: .acquiringAndReleasing).exchanged
}
private func unclaim(_ buffer: Buffer, _ user: Int) -> Bool {
  buffer.user.compareExchange(expected: user, desired: 0, ordering: .acquiringAndReleasing).exchanged
}

extension OneAfterAnother {
  @Suite struct PoolStressTests {
    @Test("threads never share an object, while others collect and drain", arguments: [3, 20, 200])
    func threads(limit: Int) {
      let (pool, lives) = pool(limit: limit)
      let gate = Gate(4)
      let rounds = 20_000
      let threads = (1...4).map { thread in
        startThread {
          var generator = SeededGenerator(seed: UInt64(thread))
          var held: [Buffer] = []
          for _ in 0..<rounds {
            if held.count < 12 && Bool.random(using: &generator) {
              let buffer = pool.get()
              if !claim(buffer, thread) || !buffer.bytes.isEmpty { Issue.record("two users, or not reset") }
              buffer.bytes.append(UInt8(thread))
              held.append(buffer)
            } else if let buffer = held.popLast() {
              if buffer.bytes != [UInt8(thread)] || !unclaim(buffer, thread) { Issue.record("two users") }
              pool.put(buffer)
            }
          }
          held = []
          gate.arriveAndWait()
        }
      }
      for number in 0..<300 {
        if number % 10 == 9 { pool.drain() } else { pool.collect() }
        let counts = pool.counts
        if counts.shelved + counts.reserved > limit || counts.inMagazines > counts.reserved {
          Issue.record("beyond the bound of \(limit): \(counts)")
        }
      }
      gate.waitForAll()
      #expect(lives.count <= limit)
      gate.open()
      for thread in threads { pthread_join(thread, nil) }
      pool.drain()
      #expect(lives.count == 0)
    }

    @Test("tasks that come back on another thread never share an object")
    func tasks() async {
      let (pool, lives) = pool(limit: 64)
      await withTaskGroup(of: Void.self) { group in
        for task in 1...64 {
          group.addTask {
            for _ in 0..<500 {
              await pool.withObject { buffer in
                if !claim(buffer, task) { Issue.record("two users") }
                await Task.yield()
                if !unclaim(buffer, task) { Issue.record("two users") }
              }
            }
          }
        }
        group.addTask {
          for _ in 0..<100 {
            pool.collect()
            await Task.yield()
          }
        }
      }
      #expect(lives.count <= 64)
      pool.drain()
      #expect(lives.count == 0)
    }

    @Test("shelves keep the bound and the order, against plain lists", arguments: [0, 1, 4, 20])
    func shelves(limit: Int) {
      enum Step { case take, put, age, relieve, reserve, release }
      checkProperty(
        runs: 1500, seed: 3,
        generate: { generator in
          (0..<40).map { _ in
            [Step.take, .take, .put, .put, .put, .put, .age, .relieve, .reserve, .release]
              .randomElement(using: &generator) ?? .put
          }
        }, shrink: shorter
      ) { (steps: [Step]) in
        var shelves = PoolShelves<Int, NoPoolFault>(limit: limit, fault: NoPoolFault())
        var young: [Int] = []
        var old: [Int] = []
        var magazines = 0
        for (number, step) in steps.enumerated() {
          switch step {
          case .take: if shelves.take() != (young.popLast() ?? old.popLast()) { return false }
          case .put:
            let free = limit - young.count - old.count - magazines * 8
            switch shelves.put(number) {
            case .kept: if free <= 0 { return false }
            case .keptInsteadOf(let victim): if free > 0 || old.popLast() != victim { return false }
            case .dropped:
              if free > 0 || !old.isEmpty { return false }
              continue
            }
            young.append(number)
          case .age:
            if Array(shelves.age()) != old { return false }
            old = young
            young = []
          case .relieve:
            if Array(shelves.relieve()) != young + old { return false }
            young = []
            old = []
          case .reserve:
            let given = shelves.reserve(8)
            let moved = min(4, young.count)
            let fits = young.count + old.count + magazines * 8 - moved + 8 <= limit
            if (given != nil) != fits { return false }
            guard let given else { continue }
            magazines += 1
            for item in given { if young.popLast() != item { return false } }
            if given.count != moved { return false }
          case .release:
            if magazines > 0 {
              magazines -= 1
              shelves.release(8)
            }
          }
          if shelves.occupied != young.count + old.count + magazines * 8 || shelves.occupied > limit {
            return false
          }
        }
        return true
      }
    }
  }
}
