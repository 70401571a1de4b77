// Low points of live bytes: what is needed for a moment is not in them, and free memory is not either. They have to rise from
// the first third to the second and again to the third, for a cache rises once.

struct Sample {
  /// MiB: in live blocks, and resident.
  var live: Int, resident: Int
}

func fires(_ night: [Sample]) -> Bool {
  let third = night.count / 3
  guard third > 0 else { return false }
  func low(_ index: Int) -> Int { night[index * third..<(index + 1) * third].map(\.live).min() ?? 0 }
  return low(1) - low(0) >= 2 && low(2) - low(1) >= 2
}

// check: leave what stands below as it is
func night(_ live: [Int], _ resident: [Int]) -> [Sample] { zip(live, resident).map(Sample.init) }
func say(_ name: String, _ samples: [Sample]) { print("\(name):", fires(samples) ? "fires" : "quiet") }
say(
  "leak",
  night(
    [100, 112, 108, 121, 118, 130, 127, 139, 135, 148, 146, 157],
    [120, 130, 131, 140, 141, 150, 152, 160, 161, 170, 171, 181]))  // Prints "leak: fires"
say(
  "hole",
  night(
    [100, 400, 101, 100, 102, 100, 101, 100, 100, 102, 101, 100],
    [120, 430, 428, 428, 427, 427, 427, 427, 426, 426, 426, 426]))  // Prints "hole: quiet"
say(
  "cache",
  night(
    [100, 160, 190, 200, 201, 200, 201, 200, 200, 201, 200, 200],
    [120, 185, 215, 228, 229, 229, 230, 230, 230, 230, 230, 230]))  // Prints "cache: quiet"
say(
  "slow leak",
  night(Array(100..<112), [170, 170, 170, 171, 170, 170, 170, 170, 171, 170, 170, 170]))
// Prints "slow leak: fires"
say(
  "breathing",
  night(
    [100, 150, 101, 152, 100, 149, 100, 151, 101, 150, 100, 150],
    [160, 170, 170, 172, 171, 171, 171, 172, 172, 172, 172, 172]))  // Prints "breathing: quiet"
say("nothing", [])  // Prints "nothing: quiet"
