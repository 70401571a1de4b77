// PageHeap: the tier of pages. It takes runs of pages from the reservation, splits them, joins them with their neighbors
// again, and gives the memory of what has been idle for a second back to the system.
// Source of the idea: TCMalloc's page heap, Go's mheap; boundary tags: Knuth, TAOCP 1, 2.5. Relies on: its lock is held.

import CPlatform

extension HeapHandle {
  /// A heap grows by 1 MiB at least.
  static let growth: UInt32 = 128
  /// Idle memory that is always kept, in pages; a quarter of what is in use comes on top.
  static let keptIdle = UInt(32 << 20) >> pageShift
  /// How long too much may be idle before it goes back, in milliseconds, and how much then goes at once, in pages.
  static let idleTime: UInt32 = 1000
  static let releaseAtOnce = UInt(64 << 20) >> pageShift

  // MARK: Taking

  /// A span of exactly `pages` that is on no list, or 0 when there is no memory. It has its class while the lock is held, so
  /// that nobody sees a span of objects without one.
  func takePages(_ pages: UInt32, as use: UInt8, sizeClass: Int = 0) -> UInt32 {
    var number = pages >= Self.exactLengths ? tightest(in: Self.list(of: pages), for: pages) : 0
    if number == 0 {
      let longer = Self.list(of: pages) &+ (pages >= Self.exactLengths ? 1 : 0)
      let list = firstNonEmptyList(from: longer)
      if list < Self.freeListCount { number = freeLists[Int(list)] }
    }
    if number != 0 {
      unlink(number)
      split(number, at: pages)
    } else {
      number = grow(pages)
      if number == 0 { return 0 }
    }
    let span = span(number)
    span.pointee.state = use
    span.pointee.sizeClass = UInt8(truncatingIfNeeded: sizeClass)
    span.pointee.isPlain = 0
    enterEnds(number)
    state.pointee.inUse &+= UInt(pages)
    tell(.spanOut, sizeClass: sizeClass, count: UInt(pages), page: span.pointee.page)
    if state.pointee.inUse > state.pointee.peakInUse { state.pointee.peakInUse = state.pointee.inUse }
    return number
  }

  /// Leaves a span its first `pages`; the rest becomes a free one.
  private func split(_ number: UInt32, at pages: UInt32) {
    let span = span(number)
    let rest = span.pointee.pages &- pages
    if rest == 0 { return }
    span.pointee.pages = pages
    let gap: UInt32 = suffers(.splitsOnePageShort) && rest > 1 ? 1 : 0
    link(makeSpan(page: span.pointee.page &+ pages, pages: rest &- gap, isZero: span.pointee.isZero))
    state.pointee.splits &+= 1
  }

  /// Asks the platform; tests refuse here.
  func commit(page: UInt32, pages: UInt32) -> Bool {
    state.pointee.requests &+= 1
    let count = state.pointee.requests &- state.pointee.refusesFrom
    if state.pointee.refusesFrom != 0, count < state.pointee.refusals { return false }
    return platform_commit(state.pointee.base &+ UInt(page) << pageShift, Int(UInt(pages) << pageShift)) == 1
  }

  private func grow(_ pages: UInt32) -> UInt32 {
    let top = state.pointee.top
    let room = state.pointee.limit &- top
    if pages > room, !suffers(.growsPastItsEnd) { return 0 }
    let more = max(pages, min(Self.growth, room))
    if !commit(page: top, pages: more) {
      if suffers(.leaksSpanOnRefusal) { state.pointee.top &+= 1 }
      return 0
    }
    state.pointee.top &+= more
    state.pointee.grows &+= 1
    tell(.map, count: UInt(more), page: top)
    let number = makeSpan(page: top, pages: pages, isZero: 1)
    if more > pages { link(makeSpan(page: top &+ pages, pages: more &- pages, isZero: 1)) }
    return number
  }

  // MARK: Giving

  /// Takes a span back: joins it with free neighbors, and lets memory go when too much is idle.
  ///
  /// - Parameter isZero: 1 when nobody has written to its pages since they were known to read as zero.
  func givePages(_ given: UInt32, isZero: UInt8 = 0) {
    var number = given
    state.pointee.inUse &-= UInt(span(number).pointee.pages)
    tell(
      .spanIn, sizeClass: Int(span(number).pointee.sizeClass), count: UInt(span(number).pointee.pages),
      page: span(number).pointee.page)
    span(number).pointee.isZero = suffers(.callsDirtyPagesZero) ? 1 : isZero
    number = joined(number)
    enterEnds(number)
    link(number)
    let allowed = Self.keptIdle &+ state.pointee.inUse / 4
    if state.pointee.dirty <= allowed { state.pointee.idleSince = 0 } else { scavenge(allowed) }
  }

  /// The span with its free neighbors, which are on no list afterwards.
  private func joined(_ given: UInt32) -> UInt32 {
    var number = given
    let page = span(number).pointee.page
    if page > 0, !suffers(.keepsNeighborApart) {
      let before = spanNumber(page: page &- 1).pointee
      if before != 0, span(before).pointee.state == Span.State.free {
        unlink(before)
        span(before).pointee.pages &+= span(number).pointee.pages
        span(before).pointee.isZero &= span(number).pointee.isZero
        dropSpan(number)
        number = before
        state.pointee.merges &+= 1
      }
    }
    let after = span(number).pointee.page &+ span(number).pointee.pages
    if after < state.pointee.top {
      let next = spanNumber(page: after).pointee
      if next != 0, span(next).pointee.state == Span.State.free {
        unlink(next)
        span(number).pointee.pages &+= span(next).pointee.pages
        span(number).pointee.isZero &= span(next).pointee.isZero
        dropSpan(next)
        state.pointee.merges &+= 1
      }
    }
    return number
  }

  // MARK: Giving memory back

  /// What has been too much for a second goes back, longest runs first.
  @inline(never) func scavenge(_ allowed: UInt) {
    let now = platform_clock()
    if state.pointee.idleSince == 0 { state.pointee.idleSince = now }
    if now &- state.pointee.idleSince < Self.idleTime { return }
    state.pointee.idleSince = now
    release(until: allowed, most: Self.releaseAtOnce)
  }

  /// Gives the memory of free spans back until at most `allowed` pages are idle or `most` have gone.
  func release(until allowed: UInt, most: UInt) {
    var list = Self.freeListCount &- 1
    var left = most
    while list >= 1 {
      var number = isListed(list) ? freeLists[Int(list)] : 0
      while number != 0 {
        if state.pointee.dirty <= allowed || left == 0 { return }
        let span = span(number)
        let pages = UInt(span.pointee.pages)
        let next = span.pointee.next
        let bytes = (pages &+ (suffers(.releasesPagesInUse) ? 1 : 0)) << pageShift
        if span.pointee.isZero == 0, platform_release(start(span), Int(bytes)) == 1 {
          span.pointee.isZero = 1
          state.pointee.dirty &-= pages
          state.pointee.released &+= pages
          tell(.unmap, count: pages, page: span.pointee.page)
          left = left > pages ? left &- pages : 0
        }
        number = next
      }
      list &-= 1
    }
  }
}
