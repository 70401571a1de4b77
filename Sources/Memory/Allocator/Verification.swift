// Verification: what is true of a heap between operations, checked from the data itself. Tests ask after every few
// operations; a heap with one violation is not to be used any more.
// Relies on: no other thread working on the heap.

import CPlatform

/// What must hold. The numbers are those of the allocator's chapter.
public enum Invariant: Int, CaseIterable, Sendable {
  /// Spans tile the pages in use: no gap, no overlap; first and last page of each name it.
  case spansTile = 1
  /// No two free neighbors.
  case freeSpansAreJoined
  /// A free span is on exactly the list of its length; a list's bit is set exactly when it is not empty.
  case freeLists
  /// A page's class is not 0 exactly on the pages of a span of objects of that class.
  case classMap
  /// A span's objects: carved = used + on its own list; none twice, each at a multiple of the size.
  case spanObjects
  /// A window lies in a magazine: low ≤ top ≤ high, a magazine apart; each address in it is an object of the class.
  case windows
  /// Full magazines are as many as counted, within the limit, and hold objects of the class.
  case magazines
  /// A span is on its class's list exactly when it has something to give.
  case partialLists
  /// Pages in use and free pages add up to all; idle pages are those of free spans that may hold something.
  case pageCounts
  /// No address waits in two places; objects outside of spans are in programs' hands or in magazines.
  case onePlace
  /// A tiny block has marks exactly while it is out: a value lives in it, or a thread cuts values from it.
  case tinyBlocks
}

extension HeapHandle {
  /// The first invariant that does not hold, or nil.
  ///
  /// - Complexity: O(pages + objects).
  func verify() -> Invariant? {
    if platform_load(&state.pointee.isReady) == 0 { return nil }
    lockAll()
    defer { unlockAll(inChild: false) }
    return verifyPages() ?? verifyFreeLists() ?? verifySpans() ?? verifyCentral() ?? verifyCaches()
      ?? verifyPlaces() ?? verifyTinyBlocks()
  }

  private func verifyPages() -> Invariant? {
    var page: UInt32 = 0
    var wasFree = false
    var inUse: UInt = 0
    var dirty: UInt = 0
    while page < state.pointee.top {
      let number = spanNumber(page: page).pointee
      if number == 0 || number >= state.pointee.spanCount { return .spansTile }
      let span = span(number)
      let pages = span.pointee.pages
      if pages == 0 || span.pointee.page != page || pages > state.pointee.top &- page { return .spansTile }
      if spanNumber(page: page &+ pages &- 1).pointee != number { return .spansTile }
      let isFree = span.pointee.state == Span.State.free
      if isFree, wasFree { return .freeSpansAreJoined }
      wasFree = isFree
      if !isFree { inUse &+= UInt(pages) } else if span.pointee.isZero == 0 { dirty &+= UInt(pages) }
      let holds = span.pointee.state == Span.State.objects ? UInt(span.pointee.sizeClass) : 0
      for each in page..<page &+ pages {
        let word = platform_load_class(state.pointee.classMap &+ UInt(each) &* 2)
        if word & 255 != holds || holds == 0 && word != 0 { return .classMap }
        if holds != 0, spanNumber(page: each).pointee != number { return .spansTile }
      }
      page &+= pages
    }
    return inUse == state.pointee.inUse && dirty == state.pointee.dirty ? nil : .pageCounts
  }

  private func verifyFreeLists() -> Invariant? {
    var listed = 0
    for list in 0..<Self.freeListCount {
      var number = freeLists[Int(list)]
      if isListed(list) != (number != 0) { return .freeLists }
      var previous: UInt32 = 0
      while number != 0 {
        let span = span(number)
        if span.pointee.state != Span.State.free || Self.list(of: span.pointee.pages) != list {
          return .freeLists
        }
        if span.pointee.previous != previous || span.pointee.list != list { return .freeLists }
        if spanNumber(page: span.pointee.page).pointee != number { return .freeLists }
        listed += 1
        if listed > Int(state.pointee.top) { return .freeLists }
        previous = number
        number = span.pointee.next
      }
    }
    var free = 0
    eachSpan { if $0.pointee.state == Span.State.free { free += 1 } }
    return free == listed ? nil : .freeLists
  }

  private func verifySpans() -> Invariant? {
    var violation: Invariant?
    eachSpan { span in
      if span.pointee.state != Span.State.objects || violation != nil { return }
      let size = UInt(traits[Int(span.pointee.sizeClass)].size)
      let first = firstObject(span)
      let end = first &+ UInt(traits[Int(span.pointee.sizeClass)].objects) &* size
      if span.pointee.end != end || span.pointee.fresh < first || span.pointee.fresh > end {
        violation = .spanObjects
        return
      }
      var chained: UInt = 0
      var object = span.pointee.free
      let carved = (span.pointee.fresh &- first) / size
      while object != 0 {
        if object < first || object >= span.pointee.fresh || (object &- first) % size != 0 || chained > carved
        {
          violation = .spanObjects
          return
        }
        chained &+= 1
        object = object.word.pointee
      }
      if carved != chained &+ UInt(span.pointee.used) { violation = .spanObjects }
      let gives = span.pointee.free != 0 || span.pointee.fresh != span.pointee.end
      if gives != (span.pointee.isListed == 1) { violation = .partialLists }
    }
    return violation
  }

  private func verifyCentral() -> Invariant? {
    var violation: Invariant?
    eachClass { sizeClass in violation = violation ?? verifyCentral(sizeClass) }
    return violation
  }

  private func verifyCentral(_ sizeClass: Int) -> Invariant? {
    let list = central[sizeClass]
    var number = list.partial
    var previous: UInt32 = 0
    while number != 0 {
      let span = span(number)
      if span.pointee.isListed != 1 || Int(span.pointee.sizeClass) != sizeClass { return .partialLists }
      if span.pointee.previous != previous || span.pointee.state != Span.State.objects {
        return .partialLists
      }
      previous = number
      number = span.pointee.next
    }
    var magazine = list.full
    var count: UInt32 = 0
    while magazine != 0 {
      count &+= 1
      if count > list.batches { return .magazines }
      let end = magazine &+ UInt(traits[sizeClass].batch) &* wordBytes
      if !holdsObjects(sizeClass, magazine, end) { return .magazines }
      magazine = (magazine &- wordBytes).word.pointee
    }
    return count != list.batches || list.batches > list.limit ? .magazines : nil
  }

  private func holdsObjects(_ sizeClass: Int, _ low: UInt, _ top: UInt) -> Bool {
    var slot = low
    while slot < top {
      let object = slot.word.pointee
      let offset = object &- state.pointee.base
      if offset >= UInt(state.pointee.top) << pageShift { return false }
      let span = span(spanNumber(page: page(of: object)).pointee)
      let size = UInt(traits[sizeClass].size)
      if Int(span.pointee.sizeClass) != sizeClass || span.pointee.state != Span.State.objects { return false }
      if (object &- firstObject(span)) % size != 0 || object >= span.pointee.fresh { return false }
      slot = slot &+ wordBytes
    }
    return true
  }

  private func verifyCaches() -> Invariant? {
    var violation: Invariant?
    eachClass { sizeClass in
      let bytes = UInt(traits[sizeClass].batch) &* wordBytes
      eachBin(sizeClass) { bin in
        let bin = bin.pointee
        let isClosed = bin.low == 0 && bin.top == 0 && bin.high == 0
        let isOpen = bin.low != 0 && bin.high == bin.low &+ bytes && bin.top >= bin.low && bin.top <= bin.high
        if !isClosed && !isOpen || !holdsObjects(sizeClass, bin.low, bin.top) { violation = .windows }
        if bin.spare & 1 != 0, !holdsObjects(sizeClass, bin.spare &- 1, bin.spare &- 1 &+ bytes) {
          violation = .windows
        }
      }
    }
    return violation
  }

  // MARK: One place

  /// Each object that waits in a magazine gets its slot's address written into it; an address that waits in two places
  /// then contradicts one of them, and an object that is also on its span's list breaks that list.
  private func verifyPlaces() -> Invariant? {
    var violation: Invariant?
    eachClass { sizeClass in
      eachWaiting(sizeClass) { slot in slot.word.pointee.word.pointee = slot }
      eachWaiting(sizeClass) { slot in
        if slot.word.pointee.word.pointee != slot { violation = .onePlace }
      }
    }
    return violation == nil && verifySpans() == nil ? nil : .onePlace
  }

  private func verifyTinyBlocks() -> Invariant? {
    if state.pointee.isTyped == 0 { return nil }
    var marked = 0
    var out = 0
    eachTinyBlock { marked += $0 == 0 ? 0 : 1 }
    eachSpan { span in
      if Int(span.pointee.sizeClass) == Self.tiny { out += Int(span.pointee.used) }
    }
    eachWaiting(Self.tiny) { slot in
      out -= 1
      if platform_load_marks(marks(of: slot.word.pointee)) != 0 { marked = .min }
    }
    return marked == out ? nil : .tinyBlocks
  }

  /// Calls `visit` with each slot of a magazine, full or in a window, that holds an object of the class.
  private func eachWaiting(_ sizeClass: Int, _ visit: (UInt) -> Void) {
    func each(_ low: UInt, _ top: UInt) {
      var slot = low
      while slot < top {
        visit(slot)
        slot = slot &+ wordBytes
      }
    }
    let bytes = UInt(traits[sizeClass].batch) &* wordBytes
    var magazine = central[sizeClass].full
    while magazine != 0 {
      each(magazine, magazine &+ bytes)
      magazine = (magazine &- wordBytes).word.pointee
    }
    eachBin(sizeClass) { bin in
      each(bin.pointee.low, bin.pointee.top)
      if bin.pointee.spare & 1 != 0 { each(bin.pointee.spare &- 1, bin.pointee.spare &- 1 &+ bytes) }
    }
  }
}
