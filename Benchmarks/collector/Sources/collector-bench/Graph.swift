// Graph: what collecting costs where a workload would hide it: a graph that leads anywhere, a heap of which so much lives,
// what is resident after a collection, and pages that are used for the first time.
// Each prints lines of JSON; collector_costs.py reads them.

import CCollector
import Collectors
import Glibc

private func milliseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e6 }

/// Every reference leads anywhere: 4 Mi objects of four references and eight bytes.
func measureGraph(markers: Int) {
  guard let heap = MarkSweep(bytes: 1 << 30, floor: 1 << 30) else { return }
  defer { heap.close() }
  if markers > 1 { heap.markTogether(markers) }
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
  frame[0] = heap.load(frame[0], 0)
  // The table dies with the first collection, which is not counted.
  heap.collect()
  heap.record()
  let before = heap.statistics.tracedBytes
  // Of this thread: all of the work when there is one marker.
  let work = (0..<7).map { _ in
    let start = collector_thread_time()
    heap.collect()
    return collector_thread_time() - start
  }.sorted()
  let bytes = (heap.statistics.tracedBytes - before) / 7
  let times = heap.collections.map(\.stopped).sorted()
  print(
    "{\"markers\":\(markers),\"tracedBytes\":\(bytes),\"leastMs\":\(milliseconds(times[0]))",
    "\"medianMs\":\(milliseconds(times[3])),\"medianWorkMs\":\(milliseconds(work[3]))}",
    separator: ",")
}

/// Objects of 32 bytes, of which a share lives in a shuffled list: a collection, and a walk before and after.
func measureMoving() {
  for live in [5, 15, 25, 35, 45, 55, 65, 75, 85, 95] {
    let bytes = 96 << 20
    measureMoving("copying", Semispace(bytes: bytes, floor: bytes), live)
    measureMoving("mark-compact", MarkCompact(bytes: bytes, floor: bytes), live)
    measureMoving("mark-sweep", MarkSweep(bytes: bytes, floor: bytes), live)
  }
}

private func measureMoving<Heap: Plan>(_ plan: String, _ heap: Heap?, _ live: Int) {
  guard let heap else { return }
  defer { heap.close() }
  let objects = 1 << 20
  let frame = heap.keep(2)
  guard (try? linkShuffled(heap, frame, objects: objects, live: live)) != nil else { return }
  let before = walk(heap, frame[0])
  let start = collector_thread_time()
  heap.collect(.full)
  let collected = collector_thread_time() - start
  let after = walk(heap, frame[0])
  let nodes = Double(objects * live / 100)
  print(
    "{\"plan\":\"\(plan)\",\"live\":\(live),\"collectMs\":\(milliseconds(collected))",
    "\"walkBeforeNs\":\(Double(before.nanoseconds) / nodes)",
    "\"walkAfterNs\":\(Double(after.nanoseconds) / nodes),\"sum\":\(before.sum + after.sum)}", separator: ",")
}

/// The least of three walks, and a number that depends on every object, without which nobody would walk.
private func walk<Heap: Plan>(_ heap: Heap, _ first: Ref) -> (nanoseconds: UInt64, sum: Int) {
  var best = UInt64.max
  var sum = 0
  for _ in 0..<3 {
    let start = collector_thread_time()
    var next = first
    while !next.isNull {
      sum &+= 1 &+ Int(heap.int(next))
      next = heap.load(next, 0)
    }
    best = min(best, collector_thread_time() - start)
  }
  return (best, sum)
}

/// What is resident when everything has been collected, beside what lives.
func measureResident() {
  guard let heap = MarkCompact(bytes: 2 << 30 - 1024), let own = residentBytes() else { return }
  defer { heap.close() }
  let frame = heap.keep(1)
  for _ in 0..<(4 << 20) {
    guard let object = try? heap.allocate(refs: 2, bytes: 16) else { return }
    heap.store(frame[0], in: object, at: 0)
    frame[0] = object
    for _ in 0..<3 { _ = try? heap.allocate(refs: 2, bytes: 16) }
  }
  heap.collect()
  guard let resident = residentBytes() else { return }
  print("{\"liveBytes\":\(heap.statistics.liveBytes),\"residentBytes\":\(resident - own)}")
}

private func residentBytes() -> Int? {
  guard let file = fopen("/proc/self/statm", "r") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 128)
  guard fgets(&line, 128, file) != nil else { return nil }
  let text = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  let words = String(decoding: text, as: UTF8.self).split(separator: " ")
  return words.count > 1 ? Int(words[1]).map { $0 * 4096 } : nil
}

/// The same garbage with collections from 4 MB on, and from 256 MB on, over pages that nobody has touched.
func measureFloor() {
  for floor in [4 << 20, 256 << 20] {
    guard let heap = MarkCompact(bytes: 512 << 20, floor: floor) else { return }
    let start = collector_thread_time()
    for _ in 0..<8_000_000 { _ = try? heap.allocate(refs: 2, bytes: 16) }
    let time = milliseconds(collector_thread_time() - start)
    print("{\"floor\":\(floor),\"collections\":\(heap.statistics.fullCollections),\"ms\":\(time)}")
    heap.close()
  }
}
