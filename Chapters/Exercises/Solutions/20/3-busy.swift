// Workers that never wait are busy with something, and it is neither the requests (half are as fast as ever) nor malloc. One
// request in many pays for it, and a long time: it collects.

let verdict = "limit spiral"

// check: leave what stands below as it is
func sealed(_ word: String) -> UInt64 {
  "20.3 \(word)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
print("the verdict is", sealed(verdict) == 0x4c8ba8e46dc66844 ? "right" : "another")
// Prints "the verdict is right"
