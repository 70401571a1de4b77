// Both the first question and the second say yes, and the second is a consequence: a task that waits is 312 bytes for each
// request. Freed as a leak it would be, it would take with it what a client still waits for.

let verdict = "blocked tasks"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.1 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x4d837b2ff454a964 ? "right" : "another")
// Prints "the verdict is right"
