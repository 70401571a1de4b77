// CentralList: the tier that threads share, one list for each class: full and empty magazines, which change hands in O(1)
// without a look at the objects, and spans with something to give.
// Source of the idea: Bonwick & Adams, Magazines and Vmem (USENIX 2001); Go's mcentral. Relies on: the class's lock is held;
// the page heap's is taken inside of it, never the other way round.

import CPlatform

extension HeapHandle {
  // MARK: Spans of a class

  private func enlist(_ number: UInt32, _ sizeClass: Int) {
    let list = central + sizeClass
    let span = span(number)
    span.pointee.isListed = 1
    span.pointee.previous = 0
    span.pointee.next = list.pointee.partial
    if list.pointee.partial != 0 { self.span(list.pointee.partial).pointee.previous = number }
    list.pointee.partial = number
  }

  private func delist(_ number: UInt32, _ sizeClass: Int) {
    let span = span(number)
    if span.pointee.next != 0 { self.span(span.pointee.next).pointee.previous = span.pointee.previous }
    if span.pointee.previous != 0 {
      self.span(span.pointee.previous).pointee.next = span.pointee.next
    } else {
      central[sizeClass].partial = span.pointee.next
    }
    span.pointee.isListed = 0
  }

  /// A new span of the class, on its list, or 0 when there are no pages.
  private func makeObjects(_ sizeClass: Int, _ word: UInt16) -> UInt32 {
    let traits = traits[sizeClass]
    platform_lock(&state.pointee.lock)
    let number = takePages(traits.pages, as: Span.State.objects, sizeClass: sizeClass)
    platform_unlock(&state.pointee.lock)
    if number == 0 { return 0 }
    let span = span(number)
    span.pointee.isZero = 0
    span.pointee.free = 0
    span.pointee.used = 0
    span.pointee.fresh = firstObject(span)
    span.pointee.end = firstObject(span) &+ UInt(traits.objects) &* UInt(traits.size)
    if suffers(.carvesOnePastTheEnd) { span.pointee.end &+= UInt(traits.size) }
    // The first and the last page name it already; neighbors read those under the page heap's lock.
    var page = span.pointee.page &+ 1
    while page &+ 1 < span.pointee.page &+ traits.pages {
      spanNumber(page: page).pointee = number
      page &+= 1
    }
    if sizeClass == Self.tiny { clear(start(span), Self.tinyMarks(traits.objects)) }
    setClass(word, of: span)
    enlist(number, sizeClass)
    central[sizeClass].spans &+= 1
    return number
  }

  /// A span with something to give, or 0. Spans of the thread's own come first, so that two threads do not get blocks of
  /// one cache line; when it meets three strangers, it takes the third over.
  private func partialSpan(_ sizeClass: Int, _ word: UInt16) -> UInt32 {
    var number = central[sizeClass].partial
    var strangers = 0
    while number != 0 {
      let span = span(number)
      if platform_load_class(state.pointee.classMap &+ UInt(span.pointee.page) &* 2) == UInt(word) {
        return number
      }
      strangers &+= 1
      if strangers == 3 {
        setClass(word, of: span)
        return number
      }
      number = span.pointee.next
    }
    return makeObjects(sizeClass, word)
  }

  /// Writes the addresses of up to a magazine of objects into the slots from `low` on. Fresh objects are not touched.
  ///
  /// - Returns: How many; 0 when there is no memory.
  private func carve(_ sizeClass: Int, _ low: UInt, _ tag: UInt32) -> UInt32 {
    let number = partialSpan(sizeClass, UInt16(truncatingIfNeeded: tag | UInt32(sizeClass)))
    if number == 0 { return 0 }
    let span = span(number)
    let size = UInt(traits[sizeClass].size)
    let wanted = traits[sizeClass].batch
    var count: UInt32 = 0
    var slot = low
    if span.pointee.free != 0 {
      var object = span.pointee.free
      while count < wanted, object != 0 {
        slot.word.pointee = object
        slot = slot &+ wordBytes
        object = object.word.pointee
        count &+= 1
      }
      if !suffers(.carvesSameObjectsAgain) { span.pointee.free = object }
    } else {
      let first = span.pointee.fresh
      count = UInt32(truncatingIfNeeded: min(UInt(wanted), (span.pointee.end &- first) / size))
      span.pointee.fresh = first &+ UInt(count) &* size
      // The lowest is handed out first.
      var object = span.pointee.fresh
      while object != first {
        object = object &- size
        slot.word.pointee = object
        slot = slot &+ wordBytes
      }
    }
    tell(.carve, sizeClass: sizeClass, count: UInt(count), page: span.pointee.page)
    if !suffers(.forgetsUsedCount) { span.pointee.used &+= count }
    if span.pointee.free == 0, span.pointee.fresh == span.pointee.end { delist(number, sizeClass) }
    return count
  }

  /// Gives the objects in the slots from `low` to `top` back to their spans, and empty spans back to the page heap, all
  /// but the class's only one.
  func restore(_ sizeClass: Int, from low: UInt, to top: UInt) {
    tell(.restore, sizeClass: sizeClass, count: (top &- low) / wordBytes)
    var slot = low
    while slot != top {
      restore(slot.word.pointee, sizeClass)
      slot = slot &+ wordBytes
    }
  }

  private func restore(_ object: UInt, _ sizeClass: Int) {
    let list = central + sizeClass
    let number = spanNumber(page: page(of: object)).pointee
    let span = span(number)
    object.word.pointee = span.pointee.free
    span.pointee.free = object
    span.pointee.used &-= 1
    list.pointee.returned &+= 1
    if span.pointee.isListed == 0, !suffers(.losesPartialSpan) { enlist(number, sizeClass) }
    let isEmpty = span.pointee.used == (suffers(.returnsBusySpan) ? 1 : 0)
    let isOnly = list.pointee.partial == number && span.pointee.next == 0
    if !isEmpty || isOnly || span.pointee.isListed == 0 { return }
    retire(number, sizeClass)
  }

  /// Gives an empty span back to the page heap.
  private func retire(_ number: UInt32, _ sizeClass: Int) {
    delist(number, sizeClass)
    central[sizeClass].spans &-= 1
    if !suffers(.keepsClassOfReturnedPages) { setClass(0, of: span(number)) }
    platform_lock(&state.pointee.lock)
    givePages(number)
    platform_unlock(&state.pointee.lock)
  }

  /// Gives the objects of all full magazines of a class to their spans, and each empty span to the page heap. Takes the
  /// class's lock.
  ///
  /// - Complexity: O(objects in magazines + spans with something to give).
  func drain(_ sizeClass: Int) {
    let list = central + sizeClass
    platform_lock(&list.pointee.lock)
    defer { platform_unlock(&list.pointee.lock) }
    while list.pointee.full != 0 {
      let magazine = list.pointee.full
      list.pointee.full = (magazine &- wordBytes).word.pointee
      list.pointee.batches &-= 1
      if !suffers(.losesMagazinesWhenDrained) {
        restore(sizeClass, from: magazine, to: magazine &+ UInt(traits[sizeClass].batch) &* wordBytes)
      }
      shelve(magazine, sizeClass)
    }
    var number = list.pointee.partial
    while number != 0 {
      let next = span(number).pointee.next
      if span(number).pointee.used == 0 { retire(number, sizeClass) }
      number = next
    }
  }

  // MARK: Magazines

  /// An empty magazine: one that waits, or a new one; 0 when there is no memory. Magazines are never given back.
  private func emptyMagazine(_ sizeClass: Int) -> UInt {
    let list = central + sizeClass
    let waiting = list.pointee.empty
    if waiting != 0 {
      list.pointee.empty = (waiting &- wordBytes).word.pointee
      return waiting
    }
    let bytes = (UInt(traits[sizeClass].batch &+ 1) &* wordBytes).rounded(up: 64)
    platform_lock(&state.pointee.lock)
    defer { platform_unlock(&state.pointee.lock) }
    if state.pointee.magazinesEnd &- state.pointee.magazines < bytes {
      let number = takePages(1, as: Span.State.own)
      if number == 0 { return 0 }
      span(number).pointee.isZero = 0
      state.pointee.magazines = start(span(number))
      state.pointee.magazinesEnd = state.pointee.magazines &+ pageBytes
    }
    let magazine = state.pointee.magazines &+ wordBytes
    state.pointee.magazines = state.pointee.magazines &+ bytes
    return magazine
  }

  /// Puts an empty magazine where the next one is looked for.
  @inline(__always) func shelve(_ magazine: UInt, _ sizeClass: Int) {
    (magazine &- wordBytes).word.pointee = central[sizeClass].empty
    central[sizeClass].empty = magazine
  }

  /// What a thread gets of a central list.
  struct Obtained {
    /// 0 when there is no memory, not even for an empty one.
    var magazine: UInt
    var count: UInt32
    /// True when the objects came from a span.
    var isCarved: Bool
  }

  /// Gives an empty magazine (or 0) and gets one with objects in it. Takes the class's lock.
  func obtain(_ sizeClass: Int, giving mine: UInt, _ tag: UInt32) -> Obtained {
    let list = central + sizeClass
    platform_lock(&list.pointee.lock)
    defer { platform_unlock(&list.pointee.lock) }
    let full = list.pointee.full
    if full != 0 {
      list.pointee.full = (full &- wordBytes).word.pointee
      list.pointee.batches &-= 1
      list.pointee.hits &+= 1
      if mine != 0 { shelve(mine, sizeClass) }
      tell(.refill, sizeClass: sizeClass, count: UInt(traits[sizeClass].batch))
      return Obtained(magazine: full, count: traits[sizeClass].batch, isCarved: false)
    }
    list.pointee.misses &+= 1
    let empty = mine != 0 ? mine : emptyMagazine(sizeClass)
    return Obtained(
      magazine: empty, count: empty == 0 ? 0 : carve(sizeClass, empty, tag), isCarved: true)
  }

  /// Hands over a full magazine (or 0) in O(1): no object is touched, unless there are too many already. Takes the class's
  /// lock.
  ///
  /// - Returns: An empty magazine when `wantsEmpty`; 0 when it was not wanted or there is no memory.
  func hand(_ full: UInt, _ sizeClass: Int, wantsEmpty: Bool) -> UInt {
    let list = central + sizeClass
    platform_lock(&list.pointee.lock)
    defer { platform_unlock(&list.pointee.lock) }
    if full != 0 {
      if list.pointee.batches < list.pointee.limit {
        if suffers(.dropsFullMagazine) { return wantsEmpty ? emptyMagazine(sizeClass) : 0 }
        (full &- wordBytes).word.pointee = list.pointee.full
        list.pointee.full = full
        list.pointee.batches &+= 1
        tell(.flush, sizeClass: sizeClass, count: UInt(traits[sizeClass].batch))
      } else {
        let count = UInt(traits[sizeClass].batch) &- (suffers(.restoresOneTooFew) ? 1 : 0)
        restore(sizeClass, from: full, to: full &+ count &* wordBytes)
        if wantsEmpty { return full }
        shelve(full, sizeClass)
      }
    }
    return wantsEmpty ? emptyMagazine(sizeClass) : 0
  }
}
