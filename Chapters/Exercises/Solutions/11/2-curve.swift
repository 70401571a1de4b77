// The curve is the whole answer, and its last point is the important one: where it stays flat, a larger Eden buys nothing. The
// queue has no such Eden, and would be best without a nursery.

/// Of a hundred bytes `share` die before `kib` more have been made.
struct Point {
  var kib: Int, share: Int
}

/// KiB of the smallest Eden of which at most five in a hundred bytes survive.
func eden(_ curve: [Point]) -> Int? {
  var size = 64
  while size <= 64 << 10 {
    let dead = curve.filter { $0.kib <= size }.map(\.share).max() ?? 0
    if 100 - dead <= 5 { return size }
    size *= 2
  }
  return nil
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
