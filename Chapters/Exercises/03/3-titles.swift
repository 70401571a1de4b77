// exercise: 3.3
// title: A small part of a large thing
// minutes: 10
// fails: prints "title: On Sharing"
// fails: prints "the text: kept"
// hint: What does a `Substring` refer to?
// hint: A `String` made of a `Substring` has characters of its own.
//
// `Titles` remembers the first line of each book that it is shown, and with it
// the book. Let it hold the titles alone.

struct Titles {
  private var titles: [Substring] = []

  mutating func remember(_ book: String) {
    titles.append(book.prefix { $0 != "\n" })
  }

  var last: String { titles.last.map { String($0) } ?? "" }
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
