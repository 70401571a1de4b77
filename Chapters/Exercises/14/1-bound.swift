// exercise: 14.1
// title: A cache with an end
// minutes: 15
// fails: prints "entries 1000"
// fails: prints "kept: true"
// fails: prints "oldest gone: false"
// hint: Count uses: each gets the next number, and an entry remembers the number of its last one.
// hint: When there is one entry too many, the one with the smallest number goes. Looking through all of them is good enough here.
//
// The cache keeps every answer that was ever made.
// Bound it: it may hold `limit` entries, and the one that was used longest ago goes first.

final class Cache {
  let limit: Int
  private var answers: [String: String] = [:]
  init(limit: Int) { self.limit = limit }

  var count: Int { answers.count }

  func answer(_ key: String, make: () -> String) -> String {
    if let known = answers[key] { return known }
    let made = make()
    answers[key] = made
    return made
  }
}

// check: leave what stands below as it is
func check() {
  let cache = Cache(limit: 10)
  for number in 0..<1000 { _ = cache.answer("\(number)") { "answer" } }
  print("entries", cache.count)  // Prints "entries 10"
  // Used again, 990 is not the oldest any more.
  _ = cache.answer("990") { "made again" }
  _ = cache.answer("new") { "answer" }
  print("kept:", cache.answer("990") { "made again" } == "answer")  // Prints "kept: true"
  print("oldest gone:", cache.answer("991") { "made again" } == "made again")  // Prints "oldest gone: true"
}
check()
