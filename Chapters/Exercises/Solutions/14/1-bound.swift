// Each use gets a number. Looking for the smallest costs a walk over the cache for each new entry; with a doubly linked list it
// would cost nothing, and be a page of code.

final class Cache {
  let limit: Int
  private var answers: [String: (text: String, use: Int)] = [:]
  private var uses = 0
  init(limit: Int) { self.limit = limit }

  var count: Int { answers.count }

  func answer(_ key: String, make: () -> String) -> String {
    uses += 1
    let text = answers[key]?.text ?? make()
    answers[key] = (text, uses)
    if answers.count > limit, let oldest = answers.min(by: { $0.value.use < $1.value.use }) {
      answers[oldest.key] = nil
    }
    return text
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
