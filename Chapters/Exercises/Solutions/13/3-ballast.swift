// A ballast says with memory what a number says for nothing. It worked in Go because untouched pages cost no memory; here, as in
// any heap that moves objects, the array is copied or counted. With a memory limit, `GOGC=off` says the same.

import Collectors

func prepare(_ heap: MarkCompact, _ frame: Frame) throws {
  heap.setPercent(600)
}

// check: leave what stands below as it is
func check() throws {
  guard let heap = MarkCompact(bytes: 256 << 20, floor: 1 << 20) else { return }
  defer { heap.close() }
  let frame = heap.keep(2)
  for _ in 0..<(4 << 10) {
    let object = try heap.allocate(refs: 1, bytes: 1012)
    heap.store(frame[0], in: object, at: 0)
    frame[0] = object
  }
  try prepare(heap, frame)
  heap.collect()
  let before = heap.statistics.fullCollections
  for _ in 0..<(200 << 10) { _ = try heap.allocate(refs: 1, bytes: 1012) }
  let counted = heap.statistics
  print("peak:", counted.peakBytes < 48 << 20 ? "less than 48 MiB" : "48 MiB or more")
  // Prints "peak: less than 48 MiB"
  let count = counted.fullCollections - before
  print("collections:", count <= 10 ? "10 at most" : "\(count)")  // Prints "collections: 10 at most"
}
try check()
