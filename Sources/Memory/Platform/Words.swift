// Words: addresses as numbers, and what stands at them. The allocator computes with addresses, so a number is its natural
// form; these are the only places where it becomes memory.
// Invariant: an address that is read or written here lies in memory that the heap has reserved for itself.

/// Bytes of a page of the heap: 8 KiB, as in Go and TCMalloc.
let pageBytes: UInt = 1 << pageShift
let pageShift: UInt = 13
let wordBytes = UInt(MemoryLayout<UInt>.size)

extension UInt {
  /// The word at this address.
  @inline(__always) var word: UnsafeMutablePointer<UInt> {
    UnsafeMutablePointer(bitPattern: self).unsafelyUnwrapped
  }

  /// This address as memory; nil for 0.
  @inline(__always) var memory: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: self) }

  /// The next multiple of `alignment`, a power of two. The caller has seen to it that there is one.
  @inline(__always) func rounded(up alignment: UInt) -> UInt {
    (self &+ alignment &- 1) & ~(alignment &- 1)
  }
}
