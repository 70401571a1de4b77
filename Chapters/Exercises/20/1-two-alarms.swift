// exercise: 20.1
// title: Two alarms at once
// minutes: 10
// fails: prints "the verdict is another"
// hint: Two of the questions say yes. Which is asked first, and why?
// hint: What waits is memory, too. If you mended the memory first, what would you have to free?
//
// A service, read on a good day and now. Both times it had a thousand requests. Its
// memory grows, and somebody has already called it a leak. The answer is sealed: the
// check knows whether yours is right, and nobody can read it there.
//
//                                   good day      now
// requests without an answer               0      220
// half of the answers, us                  5        9
// 99 of 100, us                            5       16
// bytes left for each request              8      312
// resident for live, percent             100      100
// allocations for each request             0        8
// workers wait, percent                  100       81
// for a lock, percent                      0        0
// collecting, percent                      0        0
//
// Write the verdict, one of "leak", "hole", "churn", "blocked tasks",
// "lock convoy", "limit spiral" or "nothing".

let verdict = "nothing"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.1 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x4d837b2ff454a964 ? "right" : "another")
// Prints "the verdict is right"
