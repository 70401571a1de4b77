// exercise: 13.2
// title: Out of the spiral
// minutes: 15
// fails: prints "room: 19 collections"
// fails: prints "tight: every allocation"
// hint: The goal is the limit, and the limit is below what lives. When is the next collection due?
// hint: Let the heap grow by a part of what lives in any case, a thirty-second of it, say.
//
// The goal follows the percentage and the memory limit. When more lives than the
// limit allows, this program collects at every allocation. Let the limit be broken
// by as little as bounds the number of collections.

/// KiB at which the next collection is due.
func goal(live: Int, percent: Int, limit: Int) -> Int {
  min(live + live * percent / 100, limit)
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
