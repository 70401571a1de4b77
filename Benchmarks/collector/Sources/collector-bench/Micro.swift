// Micro: what single operations of a collected heap cost, in nanoseconds of this thread's processor time, least of five.

import CCollector
import Collectors

private func least(_ count: Int, _ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<5 {
    let start = collector_thread_time()
    body()
    best = min(best, Double(collector_thread_time() - start) / Double(count))
  }
  return best
}

private func allocations<Heap: Plan>(_ name: String, _ heap: Heap?) {
  guard let heap else { return }
  let count = 20_000_000
  let made = least(count) { for _ in 0..<count { _ = try? heap.allocate(refs: 2, bytes: 0) } }
  let frame = heap.keep(2)
  let stored = heap.keep(1)
  guard let holder = try? heap.allocate(refs: 1024, bytes: 0) else { return }
  frame[0] = holder
  guard let value = try? heap.allocate(refs: 2, bytes: 0) else { return }
  frame[1] = value
  let one = least(count) { for _ in 0..<count { heap.store(frame[1], in: frame[0], at: 3) } }
  let many = least(count) { for index in 0..<count { heap.store(frame[1], in: frame[0], at: index & 1023) } }
  let rooted = least(count) {
    for _ in 0..<count { heap.withFrame(2) { $0[0] = stored[0] } }
  }
  print(
    "{\"plan\":\"\(name)\",\"allocateNs\":\(made),\"storeNs\":\(one),\"storeManyNs\":\(many),\"frameNs\":\(rooted)}"
  )
  heap.close()
}

func measureMicro() {
  allocations("copying", Semispace(bytes: 256 << 20))
  allocations("mark-compact", MarkCompact(bytes: 256 << 20))
  allocations("generational", Generational(bytes: 256 << 20))
  allocations("mark-sweep", MarkSweep(bytes: 256 << 20))
}
