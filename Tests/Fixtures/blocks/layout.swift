print(
  MemoryLayout<Int?>.size, MemoryLayout<Int?>.stride, MemoryLayout<String>.size,
  MemoryLayout<(Int8, Int)>.size)
