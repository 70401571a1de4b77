// SizeClasses: from sizes to classes of objects of one size, by a formula: steps of 16 bytes to 128, then eight steps a
// doubling to 32 KiB. So rounding costs at most 12.5 % above 128 bytes, and a class is found without a search.
// Source of the idea: TCMalloc's size classes; of eight steps a doubling: jemalloc's size_classes (doc: jemalloc(3)).

/// The classes, 1 to 72. Class 0 means a large block, or no block at all.
public enum SizeClass {
  /// How many there are.
  public static let count = 72
  /// The largest size that has a class, in bytes. What is larger gets pages of its own.
  public static let largest = 32 << 10
  /// Up to this size, in bytes, a table says the class.
  static let tabled: UInt = 1024

  /// The smallest class whose objects hold `bytes`; nil for a large block.
  ///
  /// - Parameter bytes: 0 or more; 0 bytes are a block like any other.
  /// - Complexity: O(1).
  public static func containing(_ bytes: Int) -> Int? {
    guard bytes >= 0, bytes <= largest else { return nil }
    return Int(index(of: max(UInt(bytes), 1)))
  }

  /// The size of a class's objects, in bytes.
  public static func bytes(_ sizeClass: Int) -> Int { Int(size(of: UInt(sizeClass))) }

  /// How many pages of 8 KiB a span of the class has.
  public static func pages(_ sizeClass: Int) -> Int { Int(pages(of: UInt(sizeClass))) }

  /// How many objects fit into a span of the class.
  public static func objects(_ sizeClass: Int) -> Int { pages(sizeClass) * Int(pageBytes) / bytes(sizeClass) }

  /// The bytes at the end of a span that hold no object.
  public static func tail(_ sizeClass: Int) -> Int {
    pages(sizeClass) * Int(pageBytes) - objects(sizeClass) * bytes(sizeClass)
  }

  /// How many addresses a magazine of the class holds.
  public static func magazine(_ sizeClass: Int) -> Int { Int(batch(of: UInt(sizeClass))) }

  // MARK: The formula

  /// - Parameter size: 1 to `largest`.
  @inline(__always) static func index(of size: UInt) -> UInt {
    if size <= 128 { return (size &+ 15) >> 4 }
    // The word's width is not the same in every home.
    let shift = UInt(UInt.bitWidth &- 1 &- (size &- 1).leadingZeroBitCount) &- 3
    return (shift &- 4) &* 8 &+ (size &- 1) >> shift &+ 1
  }

  static func size(of index: UInt) -> UInt {
    if index <= 8 { return index &* 16 }
    return (9 &+ (index &- 9) & 7) << ((index &- 9) >> 3 &+ 4)
  }

  /// Eight objects at least, four above 8 KiB, and at most a sixteenth of the span lost at its end.
  static func pages(of index: UInt) -> UInt {
    let size = size(of: index)
    var pages = (size &* (size > 8192 ? 4 : 8)).rounded(up: pageBytes) >> pageShift
    if pages < 2 { pages = 2 }
    while (pages << pageShift) % size &* 16 > pages << pageShift { pages &+= 1 }
    return pages
  }

  /// 16 KiB of objects, at most 64 and at least two.
  static func batch(of index: UInt) -> UInt { max(2, min(64, 16384 / size(of: index))) }
}
