// What a heap tells of its phases: each plan's, in order, on the thread that collects, and to nobody who has not asked.

import Collectors
import Synchronization
import Testing

private final class Seen: Sendable {
  private let phases = Mutex<[CollectorPhase]>([])
  func add(_ phase: CollectorPhase) { phases.withLock { $0.append(phase) } }
  func take() -> [CollectorPhase] {
    phases.withLock { phases in
      defer { phases = [] }
      return phases
    }
  }
}

private func phases<Heap: Plan>(of heap: Heap?, _ kind: CollectionKind = .full) throws -> [CollectorPhase] {
  let heap = try #require(heap)
  defer { heap.close() }
  let frame = heap.keep(1)
  frame[0] = try heap.allocate(refs: 1, bytes: 8)
  heap.collect(kind)
  let seen = Seen()
  heap.observePhases { seen.add($0) }
  heap.collect(kind)
  let found = seen.take()
  heap.observePhases(nil)
  heap.collect(kind)
  #expect(seen.take().isEmpty)
  return found
}

@Test("each plan tells its phases in order, and the last is the end")
func phases() throws {
  #expect(try phases(of: MarkCompact(bytes: 1 << 20)) == [.mark, .compact, .idle])
  #expect(try phases(of: Semispace(bytes: 1 << 20)) == [.copy, .idle])
  #expect(try phases(of: MarkSweep(bytes: 1 << 20)) == [.roots, .mark, .terminate, .sweep])
  #expect(try phases(of: Generational(bytes: 1 << 22), .minor) == [.copy, .idle])
  #expect(try phases(of: Generational(bytes: 1 << 22)) == [.copy, .idle, .mark, .compact, .idle])
}
