// exercise: 8.3
// title: Where whole pages begin
// minutes: 15
// fails: prints "mixed: 8192"
// fails: prints "small: 8192"
// fails: prints "huge: 8192"
// hint: Count both losses: what a class rounds up, and what the last page of a large block leaves.
// hint: Try each candidate, add up what all sizes lose under it, and take the least. Of equals the smaller one.
//
// Sizes up to the threshold are rounded up to a class, an eighth apart; larger
// ones to whole pages of 8 KiB. Choose the threshold with the least loss for a
// program's sizes. Of several that lose the same, take the smallest.

/// What a class gives for a size: eight steps between powers of two.
func classed(_ size: Int) -> Int {
  var step = 16
  while step * 16 < size { step *= 2 }
  return (size + step - 1) / step * step
}

/// What whole pages give for it.
func paged(_ size: Int) -> Int { (size + 8191) / 8192 * 8192 }

let candidates = [8192, 16_384, 32_768, 65_536, 131_072]

func threshold(for sizes: [Int]) -> Int {
  candidates[0]
}

// check: leave what stands below as it is
print("mixed:", threshold(for: [9000, 18_000, 33_000, 70_000]))  // Prints "mixed: 65536"
print("small:", threshold(for: [100, 200, 9000, 70_000]))  // Prints "small: 16384"
print("huge:", threshold(for: [65_600, 66_000, 131_200]))  // Prints "huge: 8192"
