// TextSearch: text in text, byte by byte. The library's own search compares characters, and Foundation's converts to UTF-16 first;
// of the time that a large module takes, that was a half. SIL needs neither: equal names are equal bytes there.
// Relies on: nothing. These are less generic than the library's, so every call in this module means them.

extension StringProtocol {
  /// Whether `text` stands in it.
  ///
  /// - Complexity: O(length), but for texts that repeat their beginning.
  func contains(_ text: String) -> Bool { firstRange(of: text) != nil }

  /// Where `text` stands first.
  func firstRange(of text: String) -> Range<Index>? {
    let (own, wanted) = (utf8, Array(text.utf8))
    let count = wanted.count
    let offset =
      own.withContiguousStorageIfAvailable { Self.offset(of: wanted, in: $0) }
      ?? Array(own).withUnsafeBufferPointer { Self.offset(of: wanted, in: $0) }
    guard let offset else { return nil }
    let start = own.index(own.startIndex, offsetBy: offset)
    return start..<own.index(start, offsetBy: count)
  }

  /// Every place where `text` stands, none within another.
  func ranges(of text: String) -> [Range<Index>] {
    var found: [Range<Index>] = []
    var rest = self[...]
    while !rest.isEmpty, let range = rest.firstRange(of: text), !range.isEmpty {
      found.append(range)
      rest = rest[range.upperBound...]
    }
    return found
  }

  private static func offset(of wanted: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = wanted.first else { return 0 }
    var at = 0
    next: while at + wanted.count <= bytes.count {
      guard bytes[at] == first else {
        at += 1
        continue
      }
      for index in 1..<Swift.max(1, wanted.count) where bytes[at + index] != wanted[index] {
        at += 1
        continue next
      }
      return at
    }
    return nil
  }
}
