print(
  Int.max &+ 1, UInt8(truncatingIfNeeded: 300), 7.quotientAndRemainder(dividingBy: 2), -7 / 2, -7 % 2, 0xFF,
  0b101)
