// TinyBlocks: pointer-free values of up to 16 bytes share blocks of 16, because a class of 8 bytes would spend a magazine's
// slot on each of them. Each block has 16 marks, one for each byte: set where a living value starts, and on all bytes that
// nobody has had yet, as long as a thread cuts values from the block. The block is free when no mark is left. So one living
// value keeps fifteen bytes that may be nobody's any more: the price of sharing.
// Source of the idea: Go's tiny allocator (runtime/malloc.go, mallocgcTiny), where a collector sees when a block is free.
// Relies on: a span of tiny blocks beginning with its marks, two bytes a block.

import CPlatform

extension HeapHandle {
  private static var tinyBytes: UInt { 16 }

  /// Blocks of a span of tiny blocks, marks and blocks together filling its pages.
  static func tinyObjects(pages: UInt) -> UInt { (pages << pageShift) / (tinyBytes &+ 2) }

  /// The bytes of marks at the start of a span.
  @inline(__always) static func tinyMarks(_ objects: UInt32) -> UInt {
    (UInt(objects) &* 2).rounded(up: tinyBytes)
  }

  /// Where the objects of a span begin.
  @inline(__always) func firstObject(_ span: UnsafeMutablePointer<Span>) -> UInt {
    span.pointee.sizeClass == UInt8(truncatingIfNeeded: Self.tiny)
      ? start(span) &+ Self.tinyMarks(traits[Self.tiny].objects) : start(span)
  }

  /// Where the marks of the block stand in which `address` lies.
  func marks(of address: UInt) -> UInt {
    let span = span(spanNumber(page: page(of: address)).pointee)
    return start(span) &+ (address &- firstObject(span)) / Self.tinyBytes &* 2
  }

  /// The marks of all bytes from one on.
  @inline(__always) private static func bytes(from first: UInt) -> UInt16 {
    first >= tinyBytes ? 0 : UInt16(truncatingIfNeeded: UInt32(0xFFFF) << UInt32(first))
  }

  @inline(__always) private func typed(_ cache: Cache) -> UnsafeMutablePointer<platform_typed_cache> {
    UnsafeMutableRawPointer(cache).assumingMemoryBound(to: platform_typed_cache.self)
  }

  // MARK: Cutting

  /// A value of 1 to 16 bytes, at a multiple of the largest power of two that divides its size; 0 when there is no memory.
  func allocateTiny(_ size: UInt, _ cache: Cache) -> UInt {
    let own = typed(cache)
    let alignment = suffers(.alignsNoTinyValue) ? 1 : size & ~(size &- 1)
    if own.pointee.tiny != 0 {
      let first = own.pointee.tinyUsed.rounded(up: alignment)
      if first &+ size <= Self.tinyBytes {
        note(.tiny, cache)
        return cut(own.pointee.tiny, first, size, own)
      }
    }
    let bin = ownBin(cache, Self.tiny)
    let isClosed = cache.pointee.observed != nil || bin.pointee.top == bin.pointee.low
    let block = isClosed ? refilled(Self.tiny, cache) : take(bin)
    if block == 0 { return 0 }
    platform_store_marks(marks(of: block), 0xFFFF)
    // The block with more room is cut from next.
    if own.pointee.tiny == 0 || size < own.pointee.tinyUsed {
      dropTiny(cache)
      own.pointee.tiny = block
      own.pointee.tinyUsed = 0
      return cut(block, 0, size, own)
    }
    _ = platform_clear_marks(marks(of: block), ~1)
    return block
  }

  /// The bytes in front of the value and all of its own but the first lose their marks. No value but this one can be the
  /// last to go meanwhile: its first mark stands.
  private func cut(
    _ block: UInt, _ first: UInt, _ size: UInt, _ own: UnsafeMutablePointer<platform_typed_cache>
  )
    -> UInt
  {
    let end = first &+ size &- (suffers(.cutsTinyValuesTooShort) && size > 1 ? 1 : 0)
    let kept: UInt16 = 1 << UInt16(truncatingIfNeeded: first)
    let used = own.pointee.tinyUsed
    _ = platform_clear_marks(marks(of: block), Self.bytes(from: used) & ~Self.bytes(from: end) & ~kept)
    own.pointee.tinyUsed = end
    if end == Self.tinyBytes { own.pointee.tiny = 0 }
    return block &+ first
  }

  /// Cuts no more from the thread's block: the rest of its bytes is nobody's.
  func dropTiny(_ cache: Cache) {
    if state.pointee.isTyped == 0 { return }
    let own = typed(cache)
    let block = own.pointee.tiny
    if block == 0 { return }
    own.pointee.tiny = 0
    let rest = suffers(.keepsRestOfTinyBlock) ? 0 : Self.bytes(from: own.pointee.tinyUsed)
    if platform_clear_marks(marks(of: block), rest) == 0 { freeTinyBlock(block, cache) }
  }

  // MARK: Coming back

  /// Takes a tiny value back, and its block when it was the last. Ends the process when no value starts there.
  func freeTiny(_ value: UInt, _ cache: Cache) {
    note(isOwn(value, cache) ? .freed : .freedForeign, cache)
    let place = marks(of: value)
    let block = value & ~(Self.tinyBytes &- 1)
    let mark: UInt16 = 1 << UInt16(truncatingIfNeeded: value &- block)
    if platform_load_marks(place) & mark == 0 {
      platform_die("free of a tiny value that is not alive:", value)
    }
    let left = platform_clear_marks(place, mark)
    if left == 0 || suffers(.freesTinyBlockWithItsFirstValue) && value == block {
      freeTinyBlock(block, cache)
    }
  }

  private func isOwn(_ block: UInt, _ cache: Cache) -> Bool {
    let word = platform_load_class(state.pointee.classMap &+ (block &- state.pointee.base) >> pageShift &* 2)
    return word &- UInt(cache.pointee.tag) == UInt(Self.tiny)
  }

  /// Nobody has a byte of the block any more.
  private func freeTinyBlock(_ block: UInt, _ cache: Cache) {
    if cache.pointee.life != Life.alive { return giveBack(block, Self.tiny) }
    if isOwn(block, cache) { keepOwn(block, Self.tiny, cache) } else { keepForeign(block, Self.tiny, cache) }
  }

  /// The bytes of a tiny value: up to the next living one.
  func usableTinyBytes(_ value: UInt) -> UInt {
    let offset = value & (Self.tinyBytes &- 1)
    let behind = platform_load_marks(marks(of: value)) & Self.bytes(from: offset &+ 1)
    return (behind == 0 ? Self.tinyBytes : UInt(behind.trailingZeroBitCount)) &- offset
  }

  /// True for a tiny value that would need another address to have `size` bytes.
  func isMisaligned(_ block: UInt, for size: UInt) -> Bool {
    sizeClass(ofBlock: block) == Self.tiny && size != 0 && block & (size & ~(size &- 1) &- 1) != 0
  }

  // MARK: Looking

  /// The values that live in tiny blocks. No other thread may work on the heap meanwhile.
  func tinyValues() -> Int {
    var count = 0
    eachTinyBlock { marks in count += marks.nonzeroBitCount }
    var cache = state.pointee.caches
    while let current = cache {
      // What a thread cuts from has marks that are nobody's yet.
      let own = typed(current).pointee
      if own.tiny != 0 { count -= Int(Self.tinyBytes &- own.tinyUsed) }
      cache = current.pointee.next
    }
    return count
  }

  /// Calls `visit` with the marks of each tiny block that was ever handed out.
  func eachTinyBlock(_ visit: (UInt16) -> Void) {
    if state.pointee.isTyped == 0 { return }
    eachSpan { span in
      if span.pointee.state != Span.State.objects || Int(span.pointee.sizeClass) != Self.tiny { return }
      var object = firstObject(span)
      while object < span.pointee.fresh {
        visit(platform_load_marks(marks(of: object)))
        object = object &+ Self.tinyBytes
      }
    }
  }
}
