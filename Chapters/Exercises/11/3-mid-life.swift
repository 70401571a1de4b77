// exercise: 11.3
// title: A crisis in mid-life
// minutes: 15
// fails: prints "nursery: at most 256 KiB"
// fails: prints "promoted: more than one in a hundred"
// hint: With `tenure` 0 whoever is alive at the first collection is old at once. How many collections does an object of this program see?
// hint: A survivor region that is more than half full promotes at the next collection whatever its age. How much survives here?
//
// Each request of this server lives until 28 KiB more have been made: what is under
// way when Eden is full becomes old, and dies at once. With
// 256 KiB for Eden and both survivor regions together, choose three numbers with
// which at most one byte in a hundred becomes old.

import Collectors

let eden = 224 << 10
let survivors = 16 << 10
/// Collections that an object survives before it is promoted, 0 to 15.
let tenure = 0

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
