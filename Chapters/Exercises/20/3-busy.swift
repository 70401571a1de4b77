// exercise: 20.3
// title: Always busy
// minutes: 10
// fails: prints "the verdict is another"
// hint: Half of the answers are as fast as ever. Who is slow, and how often?
// hint: The workers do not wait any more, they work. On what, if they hardly allocate with malloc?
//
// The last one. Nobody has read the collector's account, and half of the answers are as
// fast as on the good day.
//
//                                   good day      now
// requests without an answer               0        0
// half of the answers, us                  5        6
// 99 of 100, us                            5     4090
// bytes left for each request              8        8
// resident for live, percent             100      100
// allocations for each request             0        0
// workers wait, percent                  100        0
// for a lock, percent                      0        0
// collecting, percent                      ?        ?
//
// Write the verdict, one of "leak", "hole", "churn", "blocked tasks",
// "lock convoy", "limit spiral" or "nothing".

let verdict = "nothing"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.3 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x4c8ba8e46dc66844 ? "right" : "another")
// Prints "the verdict is right"
