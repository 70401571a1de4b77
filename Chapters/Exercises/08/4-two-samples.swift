// exercise: 8.4
// title: Leak, holes, or idle?
// minutes: 10
// fails: prints "shop: leak"
// fails: prints "import: leak"
// fails: prints "log: leak"
// fails: prints "idle: leak"
// hint: In which order do you ask? The first number that explains the growth is the answer.
// hint: Live bytes that grew by as much as the process did are a leak. Else pages in use with little live on them are
//   holes, and memory that nobody uses is idle.
//
// Of each program there are two samples, an hour apart, both taken after a
// collection: MiB live, in use, and resident. `diagnosis` calls everything a
// leak. Say which of the three makes the process larger than it was, by the
// number that grew with it first.

struct Sample {
  var live: Int, inUse: Int, resident: Int
}

/// "leak", "holes" or "idle".
func diagnosis(_ before: Sample, _ after: Sample) -> String {
  let growth = after.resident - before.resident
  return growth > 0 ? "leak" : "idle"
}

// check: leave what stands below as it is
let before = Sample(live: 100, inUse: 110, resident: 120)
print("shop:", diagnosis(before, Sample(live: 390, inUse: 405, resident: 420)))  // Prints "shop: leak"
print("import:", diagnosis(before, Sample(live: 101, inUse: 112, resident: 420)))  // Prints "import: idle"
print("log:", diagnosis(before, Sample(live: 104, inUse: 400, resident: 420)))  // Prints "log: holes"
print("idle:", diagnosis(before, Sample(live: 60, inUse: 70, resident: 180)))  // Prints "idle: idle"
