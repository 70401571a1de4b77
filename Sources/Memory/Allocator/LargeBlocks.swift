// LargeBlocks: what is larger than 32 KiB is a span of its own: whole pages, which grow into a free neighbor, shrink by
// splitting, and move by their page tables.
// Relies on: PageHeap. These functions take its lock themselves.

import CPlatform

extension HeapHandle {
  /// Whole pages for `size` bytes; 0 for more than there can be.
  @inline(__always) private func pages(for size: UInt) -> UInt32 {
    size > state.pointee.size ? 0 : UInt32(truncatingIfNeeded: size.rounded(up: pageBytes) >> pageShift)
  }

  /// A block of its own; 0, with errno, when there is no memory.
  ///
  /// - Parameters:
  ///   - isCleared: True when it has to read as zero.
  ///   - isPlain: True when it holds no pointers.
  @inline(never) func allocateLarge(_ size: UInt, isCleared: Bool = false, isPlain: Bool = false) -> UInt {
    let pages = pages(for: size)
    if pages == 0 { return refuse() }
    platform_lock(&state.pointee.lock)
    let number = takePages(pages, as: Span.State.large)
    if number == 0 {
      platform_unlock(&state.pointee.lock)
      return refuse()
    }
    let span = span(number)
    let isZero = span.pointee.isZero
    span.pointee.isZero = 0
    span.pointee.requested = size
    span.pointee.isPlain = isPlain ? 1 : 0
    state.pointee.largeBlocks &+= 1
    state.pointee.largeBytes &+= UInt(pages) << pageShift
    platform_unlock(&state.pointee.lock)
    let block = start(span)
    if isCleared, isZero == 0 { clear(block, size) }
    return block
  }

  /// A block at a multiple of `alignment`, a power of two larger than a page.
  func allocateLarge(_ size: UInt, alignment: UInt) -> UInt {
    let pages = max(pages(for: size), 1)
    if size > state.pointee.size || alignment > state.pointee.size { return refuse() }
    let apart = UInt32(truncatingIfNeeded: alignment >> pageShift)
    let whole = UInt(pages) &+ UInt(apart) &- 1
    if whole > UInt(state.pointee.limit) { return refuse() }
    platform_lock(&state.pointee.lock)
    defer { platform_unlock(&state.pointee.lock) }
    let number = takePages(UInt32(whole), as: Span.State.large)
    if number == 0 { return refuse() }
    let span = span(number)
    let first = span.pointee.page
    let isZero = span.pointee.isZero
    let wanted = suffers(.alignsToHalf) ? alignment / 2 : alignment
    let lead = page(of: start(span).rounded(up: wanted)) &- first
    let tail = UInt32(whole) &- lead &- pages
    span.pointee.page = first &+ lead
    span.pointee.pages = pages
    span.pointee.isZero = 0
    span.pointee.requested = size
    enterEnds(number)
    if lead > 0 { givePages(makeSpan(page: first, pages: lead, isZero: isZero), isZero: isZero) }
    if tail > 0 {
      givePages(makeSpan(page: first &+ lead &+ pages, pages: tail, isZero: isZero), isZero: isZero)
    }
    state.pointee.largeBlocks &+= 1
    state.pointee.largeBytes &+= UInt(pages) << pageShift
    return start(span)
  }

  /// Takes a large block back, and ends the process for what is none.
  @inline(never) func freeLarge(_ block: UInt) {
    if !isLargeBlock(block) { platform_die("free of a pointer that no request returned:", block) }
    platform_lock(&state.pointee.lock)
    let number = spanNumber(page: page(of: block)).pointee
    state.pointee.largeBlocks &-= 1
    state.pointee.largeBytes &-= UInt(span(number).pointee.pages) << pageShift
    givePages(number)
    platform_unlock(&state.pointee.lock)
  }

  /// True for the start of a large block that has not been given back.
  func isLargeBlock(_ block: UInt) -> Bool {
    if platform_load(&state.pointee.isReady) == 0 { return false }
    let offset = block &- state.pointee.base
    if offset >= UInt(state.pointee.top) << pageShift || offset & (pageBytes &- 1) != 0 { return false }
    let number = spanNumber(page: page(of: block)).pointee
    return number != 0 && span(number).pointee.state == Span.State.large
      && span(number).pointee.page == page(of: block) && span(number).pointee.pages != 0
  }

  /// Grows or shrinks a large block where it lies; false when a neighbor is in the way.
  func resizeLarge(_ block: UInt, to size: UInt) -> Bool {
    let wanted = pages(for: size)
    if wanted == 0 { return false }
    platform_lock(&state.pointee.lock)
    defer { platform_unlock(&state.pointee.lock) }
    let number = spanNumber(page: page(of: block)).pointee
    let span = span(number)
    let pages = span.pointee.pages
    if wanted < pages {
      shrink(number, to: wanted)
    } else if wanted > pages, !extend(number, to: wanted) {
      return false
    }
    span.pointee.requested = size
    state.pointee.largeBytes &+= UInt(wanted) << pageShift
    state.pointee.largeBytes &-= UInt(pages) << pageShift
    return true
  }

  private func shrink(_ number: UInt32, to wanted: UInt32) {
    let span = span(number)
    let rest = span.pointee.pages &- wanted
    span.pointee.pages = wanted
    enterEnds(number)
    givePages(makeSpan(page: span.pointee.page &+ wanted, pages: rest, isZero: 0))
  }

  /// Into a free neighbor, or beyond the heap's last page.
  private func extend(_ number: UInt32, to wanted: UInt32) -> Bool {
    let span = span(number)
    let missing = wanted &- span.pointee.pages
    let after = span.pointee.page &+ span.pointee.pages
    let next = after < state.pointee.top ? spanNumber(page: after).pointee : 0
    let isFree =
      next != 0 && (self.span(next).pointee.state == Span.State.free || suffers(.growsIntoBusyNeighbor))
    let free = isFree ? self.span(next).pointee.pages : 0
    if free >= missing {
      unlink(next)
      let rest = free &- missing
      let isZero = self.span(next).pointee.isZero
      dropSpan(next)
      if rest > 0 { link(makeSpan(page: after &+ missing, pages: rest, isZero: isZero)) }
    } else {
      if after &+ free != state.pointee.top { return false }
      let more = missing &- free
      if more > state.pointee.limit &- state.pointee.top { return false }
      if !commit(page: state.pointee.top, pages: more) { return false }
      if free > 0 {
        unlink(next)
        dropSpan(next)
      }
      tell(.map, count: UInt(more), page: state.pointee.top)
      state.pointee.top &+= more
      state.pointee.grows &+= 1
    }
    state.pointee.inUse &+= UInt(missing)
    tell(.spanOut, count: UInt(missing), page: after)
    if state.pointee.inUse > state.pointee.peakInUse { state.pointee.peakInUse = state.pointee.inUse }
    span.pointee.pages = wanted
    enterEnds(number)
    return true
  }
}
