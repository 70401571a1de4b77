// Nothing is left that takes time by working: no allocation, no collection. What is slow and does not work waits, half of all
// answers do, and of the six faults one makes workers wait.

let verdict = "lock convoy"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.2 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x32fb6b5fa1d95b34 ? "right" : "another")
// Prints "the verdict is right"
