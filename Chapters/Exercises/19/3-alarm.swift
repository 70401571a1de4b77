// exercise: 19.3
// title: An alarm for leaks
// minutes: 20
// fails: prints "leak: fires"
// fails: prints "hole: fires"
// fails: prints "cache: fires"
// fails: prints "slow leak: quiet"
// fails: prints "breathing: quiet"
// fails: prints "nothing: quiet"
// hint: Which of the two numbers does a leak raise, whatever else happens? And which a hole?
// hint: A program that breathes is judged by its low points. Take the lowest live bytes of each third of the night.
// hint: A cache that fills up rises, too, but it rises in the first third only.
//
// Twelve samples of a night, for each of six services. The alarm compares the resident
// memory at the end with that at the start. It fires for a hole and for a cache that
// has filled up, and is quiet about a leak that fills free memory. Let it fire on
// leaks alone.

struct Sample {
  /// MiB: in live blocks, and resident.
  var live: Int, resident: Int
}

func fires(_ night: [Sample]) -> Bool {
  guard let first = night.first, let last = night.last else { return false }
  return last.resident * 2 > first.resident * 3
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
