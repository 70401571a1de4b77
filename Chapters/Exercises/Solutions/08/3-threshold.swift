// `min(by:)` keeps the first of equals, and the candidates are in order.

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
  func lost(_ threshold: Int) -> Int {
    sizes.reduce(0) { sum, size in
      sum + (size <= threshold ? classed(size) : paged(size)) - size
    }
  }
  return candidates.min { lost($0) < lost($1) } ?? candidates[0]
}

// check: leave what stands below as it is
print("mixed:", threshold(for: [9000, 18_000, 33_000, 70_000]))  // Prints "mixed: 65536"
print("small:", threshold(for: [100, 200, 9000, 70_000]))  // Prints "small: 16384"
print("huge:", threshold(for: [65_600, 66_000, 131_200]))  // Prints "huge: 8192"
