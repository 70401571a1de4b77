// exercise: 20.2
// title: The instrument is missing
// minutes: 10
// fails: prints "the verdict is another"
// hint: What has changed against the good day, and what has not?
// hint: Half of the answers take a hundred times as long. What can they do in that time, when they neither allocate nor collect? And where does each reading go that is not there?
//
// Another service. The clock around its locks was never built in, so that this reading
// is missing. The others are enough.
//
//                                   good day      now
// requests without an answer               0        0
// half of the answers, us                  5      629
// 99 of 100, us                            5     1546
// bytes left for each request              8        9
// resident for live, percent             100      100
// allocations for each request             0        0
// workers wait, percent                   78       97
// for a lock, percent                      ?        ?
// collecting, percent                      0        0
//
// Write the verdict, one of "leak", "hole", "churn", "blocked tasks",
// "lock convoy", "limit spiral" or "nothing".

let verdict = "nothing"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.2 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x32fb6b5fa1d95b34 ? "right" : "another")
// Prints "the verdict is right"
