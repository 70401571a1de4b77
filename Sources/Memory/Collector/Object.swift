// Object: what a collected object is: a header of eight bytes, reference slots of four bytes each, then raw bytes. A
// reference counts eight-byte words from the heap's base, so that it takes four bytes on every machine.
// Invariant: every load and store of the collectors' heap goes through `HeapMemory`; a plan sees references and words.

import CCollector
import CPlatform

/// A reference to an object of one heap: four bytes, copied like a number.
///
/// A plan that moves objects makes references stale: keep them in a frame's slots across anything that may collect, and in
/// variables only in between (see `Plan`).
@frozen public struct Ref: Hashable, Sendable {
  /// Words from the heap's base to the object's header; 0 refers to nothing.
  public let word: UInt32

  @inlinable @inline(__always) init(_ word: UInt32) { self.word = word }

  /// Refers to nothing.
  @inlinable @inline(__always) public static var null: Ref { Ref(0) }

  /// Whether it refers to nothing.
  @inlinable @inline(__always) public var isNull: Bool { word == 0 }
}

/// A heap has no room for what was asked of it, and collecting made none. The heap is whole, and goes on when something
/// becomes unreachable.
public struct OutOfMemory: Error, Equatable, CustomStringConvertible {
  /// Bytes that were asked for, header included.
  public let bytes: Int
  /// Bytes that the heap may have at most.
  public let limit: Int

  /// A sentence with both numbers.
  public var description: String { "no room for \(bytes) bytes in a heap of at most \(limit)" }
}

/// An object's first word: its size, its number of references, its age; or, once it has been moved, where it is now.
///
/// `words:28 | refs:28 | age:4 | unused:3 | forwarded:1`.
@frozen @usableFromInline struct Header {
  @usableFromInline var bits: UInt64

  @inlinable @inline(__always) init(bits: UInt64) { self.bits = bits }

  @inlinable @inline(__always) init(words: Int, refs: Int) {
    bits = UInt64(truncatingIfNeeded: words) | UInt64(truncatingIfNeeded: refs) &<< 28
  }

  /// Where a moved object is now.
  @inline(__always) init(forwardedTo word: UInt32) { bits = 1 << 63 | UInt64(word) }

  /// The largest number of words, and of references.
  @usableFromInline static var most: Int { 1 << 28 - 1 }

  /// The object's size in words, the header included.
  @inlinable @inline(__always) var words: Int { Int(truncatingIfNeeded: bits & 0xFFF_FFFF) }
  /// How many references it holds.
  @inlinable @inline(__always) var refs: Int { Int(truncatingIfNeeded: bits &>> 28 & 0xFFF_FFFF) }
  /// How many collections it has survived in the nursery.
  @inline(__always) var age: Int { Int(truncatingIfNeeded: bits &>> 56 & 0xF) }
  @inline(__always) var older: Header { Header(bits: age < 15 ? bits &+ 1 &<< 56 : bits) }
  @inline(__always) var ageless: Header { Header(bits: bits & ~(0xF &<< 56)) }
  @inline(__always) var isForwarded: Bool { bits &>> 63 != 0 }
  @inline(__always) var forwarded: UInt32 { UInt32(truncatingIfNeeded: bits) }
}

/// A slot's size, as a shift: four bytes, or eight where `collector_slot` is wide.
@inlinable @inline(__always) var slotShift: Int { MemoryLayout<collector_slot>.size == 4 ? 2 : 3 }

/// An object's reference slots.
@frozen @usableFromInline struct Slots {
  @usableFromInline let start: UnsafeMutablePointer<collector_slot>

  @inlinable @inline(__always) init(_ start: UnsafeMutablePointer<collector_slot>) { self.start = start }

  @inlinable @inline(__always) subscript(_ index: Int) -> UInt32 {
    get { UInt32(truncatingIfNeeded: start[index]) }
    nonmutating set { start[index] = collector_slot(newValue) }
  }

  /// What a mutator that runs meanwhile stored, and all that it wrote before.
  @inline(__always) func acquire(_ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: collector_load(start + index))
  }
}

/// Words of an object with this content: the header, two references to a word, bytes rounded up; never fewer than two.
@inlinable @inline(__always) func objectWords(refs: Int, bytes: Int) -> Int {
  let words = 1 &+ (refs &<< slotShift &+ bytes &+ 7) &>> 3
  return words < 2 ? 2 : words
}

/// What a reservation is counted in: the largest page of the homes. A part of a page could not be given back.
private func wholePages(_ bytes: Int) -> Int { (bytes + 0xFFFF) & ~0xFFFF }

/// A heap's address space: the one place where words become memory.
@frozen @usableFromInline struct HeapMemory {
  @usableFromInline let base: UnsafeMutableRawPointer

  /// Reserves address space for `words`; nil when the system refuses.
  init?(words: Int) {
    let start = platform_reserve(wholePages(words << 3), 1 << 16)
    guard start != 0, let base = UnsafeMutableRawPointer(bitPattern: start) else { return nil }
    self.base = base
  }

  func unreserve(words: Int) { platform_unreserve(UInt(bitPattern: base), wholePages(words << 3)) }

  @inlinable @inline(__always) func header(_ object: UInt32) -> Header {
    Header(bits: base.load(fromByteOffset: Int(object) &<< 3, as: UInt64.self))
  }

  @inlinable @inline(__always) func setHeader(_ object: UInt32, _ header: Header) {
    base.storeBytes(of: header.bits, toByteOffset: Int(object) &<< 3, as: UInt64.self)
  }

  @inlinable @inline(__always) func slots(_ object: UInt32) -> Slots {
    Slots((base + (Int(object) &<< 3 &+ 8)).assumingMemoryBound(to: collector_slot.self))
  }

  /// Where an object's raw bytes begin: behind its references.
  @inlinable @inline(__always) func raw(_ object: UInt32) -> UnsafeMutableRawPointer {
    base + (Int(object) &<< 3 &+ 8 &+ header(object).refs &<< slotShift)
  }

  /// Makes an object of free memory: null references and zero bytes, then the header.
  @inlinable @inline(__always) func make(_ object: UInt32, _ words: Int, _ refs: Int) {
    let body = (base + Int(object) &<< 3).assumingMemoryBound(to: UInt64.self)
    var index = 1
    while index < words {
      body[index] = 0
      index &+= 1
    }
    body[0] = Header(words: words, refs: refs).bits
  }

  @inline(__always) func move(_ from: UInt32, _ to: UInt32, _ words: Int) {
    let source = (base + Int(from) &<< 3).assumingMemoryBound(to: UInt64.self)
    let target = (base + Int(to) &<< 3).assumingMemoryBound(to: UInt64.self)
    var index = 0
    // Upwards, so that sliding down over itself is right.
    while index < words {
      target[index] = source[index]
      index &+= 1
    }
  }

  /// Brings an object nearer before it is scanned.
  @inline(__always) func prefetch(_ object: UInt32) { collector_prefetch(base + Int(object) &<< 3) }
}

/// An array outside of the heap, zero at first; its memory is only backed where it is touched.
@frozen @usableFromInline struct Table<Element: BitwiseCopyable> {
  @usableFromInline let start: UnsafeMutablePointer<Element>
  let count: Int

  init?(count: Int) {
    let bytes = wholePages(count * MemoryLayout<Element>.stride)
    guard let start = UnsafeMutableRawPointer(bitPattern: platform_reserve(bytes, 1 << 16)) else {
      return nil
    }
    self.start = start.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  func unreserve() {
    platform_unreserve(UInt(bitPattern: start), wholePages(count * MemoryLayout<Element>.stride))
  }

  @inlinable @inline(__always) subscript(_ index: Int) -> Element {
    get { start[index] }
    nonmutating set { start[index] = newValue }
  }

  @inline(__always) subscript(_ index: UInt32) -> Element {
    get { start[Int(index)] }
    nonmutating set { start[Int(index)] = newValue }
  }

  func fill(_ range: Range<Int>, with value: Element) {
    (start + range.lowerBound).update(repeating: value, count: range.count)
  }
}
