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

/// A graph in which every reference leads anywhere: 4 Mi objects of 32 bytes.
private func randomGraph() {
  guard let heap = MarkSweep(bytes: 1 << 30, floor: 1 << 30) else { return }
  let objects = 4 << 20
  let frame = heap.keep(1)
  guard let table = try? heap.allocate(refs: objects, bytes: 0) else { return }
  frame[0] = table
  for index in 0..<objects {
    guard let object = try? heap.allocate(refs: 4, bytes: 8) else { return }
    heap.store(object, in: frame[0], at: index)
  }
  var random = Xorshift()
  for index in 0..<objects {
    let object = heap.load(frame[0], index)
    for slot in 0..<4 {
      heap.store(heap.load(frame[0], Int(random.next() >> 20) % objects), in: object, at: slot)
    }
  }
  let first = heap.load(frame[0], 0)
  frame[0] = first
  for _ in 0..<5 { heap.collect() }
  let counted = heap.statistics
  print(
    "{\"graph\":\"random\",\"tracedBytes\":\(counted.tracedBytes / counted.fullCollections)",
    "\"pauseP50Ns\":\(counted.pauses.percentile(50)),\"leastMarkMBs\":\(Double(counted.tracedBytes) * 1e3 / Double(counted.traceNanoseconds))}",
    separator: ",")
  heap.close()
}

func measureMicro() {
  allocations("copying", Semispace(bytes: 256 << 20))
  allocations("mark-compact", MarkCompact(bytes: 256 << 20))
  allocations("generational", Generational(bytes: 256 << 20))
  allocations("mark-sweep", MarkSweep(bytes: 256 << 20))
  randomGraph()
}
