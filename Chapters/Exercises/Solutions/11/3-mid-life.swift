// What lives a little longer than it should needs a second look, and a place to wait for it: Eden may be smaller for that. The
// region is twice as large as what waits, so that it never fills up.

import Collectors

let eden = 128 << 10
let survivors = 64 << 10
/// Collections that an object survives before it is promoted, 0 to 15.
let tenure = 1

// check: leave what stands below as it is
func check() throws {
  let nursery = eden + 2 * survivors
  print("nursery:", nursery <= 256 << 10 ? "at most 256 KiB" : "too large")
  // Prints "nursery: at most 256 KiB"
  guard let heap = Generational(bytes: 64 << 20, eden: eden, survivors: survivors, tenure: tenure) else {
    return print("there is no such heap")
  }
  defer { heap.close() }
  // Of a KiB each, and 28 of them under way at any time.
  let frame = heap.keep(28)
  for index in 0..<40_000 { frame[index % 28] = try heap.allocate(refs: 0, bytes: 1016) }
  let counted = heap.statistics
  let isFew = counted.promotedBytes * 100 <= counted.allocatedBytes
  print("promoted:", isFew ? "one in a hundred at most" : "more than one in a hundred")
  // Prints "promoted: one in a hundred at most"
}
try check()
