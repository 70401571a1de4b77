// FreeSpans: the page heap's free spans by length: a list for each length to 127 pages, then four lists a doubling, and a
// bit for each list that is not empty, so that the next longer one is found by counting zeros.
// Source of the idea: TCMalloc, page_heap.h; the bits: Masmano et al., TLSF (2004). Relies on: the page heap's lock.

extension HeapHandle {
  static let freeListCount: UInt32 = 256
  /// From this length on a list holds several lengths.
  static let exactLengths: UInt32 = 128

  /// The list that a span of `pages` belongs to.
  @inline(__always) static func list(of pages: UInt32) -> UInt32 {
    if pages < exactLengths { return pages }
    let doubling = UInt32(31 &- pages.leadingZeroBitCount)
    return min(255, 128 &+ (doubling &- 7) &* 4 &+ (pages >> (doubling &- 2)) & 3)
  }

  func isListed(_ list: UInt32) -> Bool { listBits[Int(list >> 6)] >> UInt64(list & 63) & 1 == 1 }

  /// The first list from `list` on that is not empty, or `freeListCount`.
  func firstNonEmptyList(from list: UInt32) -> UInt32 {
    var group = list >> 6
    var mask = ~UInt64(0) << UInt64(list & 63)
    while group < Self.freeListCount >> 6 {
      let found = listBits[Int(group)] & mask
      if found != 0 { return group &* 64 &+ UInt32(found.trailingZeroBitCount) }
      mask = ~0
      group &+= 1
    }
    return Self.freeListCount
  }

  /// Enters a free span.
  func link(_ number: UInt32) {
    let span = span(number)
    let list = Self.list(of: span.pointee.pages)
    let head = freeLists[Int(list)]
    span.pointee.state = Span.State.free
    span.pointee.list = list
    span.pointee.next = head
    span.pointee.previous = 0
    if head != 0 {
      self.span(head).pointee.previous = number
    } else {
      listBits[Int(list >> 6)] |= 1 << UInt64(list & 63)
    }
    freeLists[Int(list)] = number
    if span.pointee.isZero == 0 { state.pointee.dirty &+= UInt(span.pointee.pages) }
  }

  /// Takes a free span off its list.
  func unlink(_ number: UInt32) {
    let span = span(number)
    let list = span.pointee.list
    if span.pointee.next != 0 { self.span(span.pointee.next).pointee.previous = span.pointee.previous }
    if span.pointee.previous != 0 {
      self.span(span.pointee.previous).pointee.next = span.pointee.next
    } else {
      freeLists[Int(list)] = span.pointee.next
      if span.pointee.next == 0, !suffers(.leavesBitOfEmptyList) {
        listBits[Int(list >> 6)] &= ~(1 << UInt64(list & 63))
      }
    }
    if span.pointee.isZero == 0, !suffers(.countsIdlePagesTwice) {
      state.pointee.dirty &-= UInt(span.pointee.pages)
    }
  }

  /// The tightest of a few spans of a list of several lengths, or 0.
  ///
  /// - Complexity: O(1): it looks at 16 at most.
  func tightest(in list: UInt32, for pages: UInt32) -> UInt32 {
    var found: UInt32 = 0
    var best = UInt32.max
    var number = freeLists[Int(list)]
    var tries = 0
    while number != 0, tries < 16 {
      let length = span(number).pointee.pages
      if length >= pages, length < best {
        best = length
        found = number
      }
      number = span(number).pointee.next
      tries &+= 1
    }
    return found
  }

  // MARK: Span numbers

  /// A span with a number of its own, on no list.
  func makeSpan(page: UInt32, pages: UInt32, isZero: UInt8) -> UInt32 {
    var number = state.pointee.freeSpanNumbers
    if number != 0 {
      state.pointee.freeSpanNumbers = span(number).pointee.next
    } else {
      number = state.pointee.spanCount
      state.pointee.spanCount &+= 1
    }
    span(number).initialize(to: Span(page: page, pages: pages, isZero: isZero))
    enterEnds(number)
    return number
  }

  /// Gives a number back.
  func dropSpan(_ number: UInt32) {
    span(number).pointee.pages = 0
    span(number).pointee.next = state.pointee.freeSpanNumbers
    state.pointee.freeSpanNumbers = number
  }

  /// The first and the last page are enough to find neighbors; spans of objects enter every page.
  @inline(__always) func enterEnds(_ number: UInt32) {
    let span = span(number)
    spanNumber(page: span.pointee.page).pointee = number
    if suffers(.forgetsSpanEnds) { return }
    spanNumber(page: span.pointee.page &+ span.pointee.pages &- 1).pointee = number
  }
}
