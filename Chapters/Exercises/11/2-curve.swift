// exercise: 11.2
// title: Read the curve
// minutes: 10
// fails: prints "requests: 64 KiB"
// fails: prints "batch: 64 KiB"
// fails: prints "queue: 64 KiB"
// hint: How old an object is when it dies is counted in KiB made since. Whose death comes before Eden is full?
// hint: An Eden of so many KiB keeps what dies later than that. Try the sizes from the smallest on.
//
// A profile says how old objects are when they die: of a hundred bytes, so many
// die before so many KiB more have been made. Choose the smallest Eden, as a power
// of two from 64 KiB to 64 MiB, that at most five in a hundred bytes survive; nil
// when there is none. What is not in the curve lives longer than anything.

/// Of a hundred bytes `share` die before `kib` more have been made.
struct Point {
  var kib: Int, share: Int
}

/// KiB of the smallest Eden of which at most five in a hundred bytes survive.
func eden(_ curve: [Point]) -> Int? {
  64
}

// check: leave what stands below as it is
func show(_ name: String, _ curve: [Point]) {
  print("\(name):", eden(curve).map { "\($0) KiB" } ?? "none")
}
let requests = [Point(kib: 16, share: 80), Point(kib: 200, share: 97), Point(kib: 9000, share: 99)]
show("requests", requests)  // Prints "requests: 256 KiB"
let batch = [Point(kib: 64, share: 20), Point(kib: 2048, share: 95)]
show("batch", batch)  // Prints "batch: 2048 KiB"
show("queue", [Point(kib: 1 << 20, share: 100)])  // Prints "queue: none"
