// `String(_:)` copies the ten characters, so that nothing refers to the book's buffer any more.

struct Titles {
  private var titles: [String] = []

  mutating func remember(_ book: String) {
    titles.append(String(book.prefix { $0 != "\n" }))
  }

  var last: String { titles.last ?? "" }
}

// check: leave what stands below as it is
import CProbe

func frees(_ work: () -> Void) -> UInt64 {
  let before = probe_thread_counts().frees
  work()
  return probe_thread_counts().frees - before
}

func check() {
  var titles = Titles()
  var book: String? = "On Sharing\n" + String(repeating: "All of it. ", count: 100_000)
  titles.remember(book!)
  let count = frees { book = nil }
  print("title:", titles.last)  // Prints "title: On Sharing"
  print("the text:", count == 0 ? "kept" : "freed")  // Prints "the text: freed"
}
check()
