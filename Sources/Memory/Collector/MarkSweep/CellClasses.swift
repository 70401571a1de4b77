// CellClasses: which size of cell an object gets in a heap that does not move it: every number of words up to 32, then eight
// steps to each doubling, so that at most an eighth is lost.
// Relies on: nothing. A table would say the same; the formula needs no memory traffic in `allocate`.

/// Sizes of cells, by number.
@frozen @usableFromInline enum CellClass {
  /// The largest number, for cells of 512 words.
  static let count = 64

  /// The smallest class whose cells have this many words.
  @inlinable @inline(__always) static func of(_ words: Int) -> Int {
    if words <= 32 { return words }
    let last = words &- 1
    let exponent = 63 &- last.leadingZeroBitCount
    return 25 &+ (exponent &- 5) &* 8 &+ last &>> (exponent &- 3)
  }

  /// Words of a class's cells.
  @inlinable @inline(__always) static func words(_ cellClass: Int) -> Int {
    if cellClass <= 32 { return cellClass }
    let step = cellClass &- 33
    return (step & 7 &+ 9) &<< (2 &+ step &>> 3)
  }
}
