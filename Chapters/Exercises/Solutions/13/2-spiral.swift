// A limit that cannot be kept is not kept. A part of what lives between two collections bounds what collecting costs for each
// object made, however large the heap has become; Go bounds the collector's share of the processor instead.

/// KiB at which the next collection is due.
func goal(live: Int, percent: Int, limit: Int) -> Int {
  max(live + live / 32, min(live + live * percent / 100, limit))
}

// check: leave what stands below as it is
/// Makes 20,000 objects of a KiB beside what lives, and counts the collections.
func collections(live: Int, limit: Int) -> String {
  var heap = live
  var count = 0
  for _ in 0..<20_000 {
    if heap >= goal(live: live, percent: 100, limit: limit) {
      heap = live
      count += 1
    }
    heap += 1
  }
  return count > 10_000 ? "every allocation" : "\(count) collections"
}
print("room:", collections(live: 1000, limit: 4000))  // Prints "room: 19 collections"
print("tight:", collections(live: 1000, limit: 900))  // Prints "tight: 645 collections"
