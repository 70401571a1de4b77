// Each number contains the one before it: what is live is in use, and what is in use is resident. So one asks from the
// inside, and the first that grew by most of the growth has caused it.

struct Sample {
  var live: Int, inUse: Int, resident: Int
}

/// "leak", "holes" or "idle".
func diagnosis(_ before: Sample, _ after: Sample) -> String {
  let growth = after.resident - before.resident
  if (after.live - before.live) * 2 > growth { return "leak" }
  if (after.inUse - before.inUse) * 2 > growth { return "holes" }
  return "idle"
}

// check: leave what stands below as it is
let before = Sample(live: 100, inUse: 110, resident: 120)
print("shop:", diagnosis(before, Sample(live: 390, inUse: 405, resident: 420)))  // Prints "shop: leak"
print("import:", diagnosis(before, Sample(live: 101, inUse: 112, resident: 420)))  // Prints "import: idle"
print("log:", diagnosis(before, Sample(live: 104, inUse: 400, resident: 420)))  // Prints "log: holes"
print("idle:", diagnosis(before, Sample(live: 60, inUse: 70, resident: 180)))  // Prints "idle: idle"
