// Census: what a heap holds, tier by tier: Go's MemStats in this allocator's terms, and a map of its spans. It is exact
// while no other thread works on the heap.
// Source of the names: Go's runtime.MemStats. Relies on: all locks, which it takes.

import CPlatform

/// A heap's account at one moment. All sizes in bytes.
public struct Census: Hashable, Sendable {
  /// Address space that was reserved.
  public var reserved = 0
  /// Pages that were ever used, `Sys` in Go: in spans, or free.
  public var heap = 0
  /// Pages of spans in use, `HeapInuse`.
  public var inUse = 0
  /// The most that `inUse` ever was.
  public var peakInUse = 0
  /// Free pages whose memory is still ours, `HeapIdle - HeapReleased`.
  public var idle = 0
  /// Free pages that hold no memory: never touched, or given back, `HeapReleased`.
  public var untouched = 0
  /// Pages that hold magazines.
  public var magazines = 0
  /// Blocks in programs' hands, small and large, `HeapObjects`.
  public var blocks = 0
  /// Their bytes, `HeapAlloc`: a small block counts with the size of its class, a large one with its pages.
  public var blockBytes = 0
  /// Large blocks alone.
  public var largeBlocks = 0
  /// Their pages' bytes.
  public var largeBytes = 0
  /// Of all blocks' bytes those without pointers, which nobody has to look into for pointers.
  public var plainBytes = 0
  /// Living values without pointers of up to 16 bytes.
  public var tinyValues = 0
  /// The blocks that they share; `blocks` counts these. One that a thread cuts values from is among them even when none of
  /// its values lives.
  public var tinyBlocks = 0
  /// Free objects that wait in threads' magazines.
  public var cachedBytes = 0
  /// Free objects in full magazines of central lists.
  public var centralBytes = 0
  /// Free objects of spans, those that were never handed out included.
  public var spanBytes = 0
  /// What spans of objects hold that is no object: their ends.
  public var tailBytes = 0
  /// How many free spans there are.
  public var freeSpans = 0
  /// The largest of them.
  public var largestFreeSpan = 0
  /// Threads that have a cache now.
  public var caches = 0
  /// How often the heap took more pages of its reservation.
  public var grows = 0
  /// How often a free span was cut.
  public var splits = 0
  /// How often a span was joined with a neighbor.
  public var merges = 0
  /// Pages whose memory went back to the system so far.
  public var releasedPages = 0
  /// Large blocks that moved by their page tables.
  public var moves = 0
  /// Magazines that came full from a central list.
  public var centralHits = 0
  /// Times when a central list had none, and a span was asked.
  public var centralMisses = 0

  /// One minus the largest free span's share of all free pages: 0 for one run of free pages, or none.
  public var externalFragmentation: Double {
    let free = idle + untouched
    return free == 0 ? 0 : 1 - Double(largestFreeSpan) / Double(free)
  }
}

/// One span of a heap's map.
public struct SpanRecord: Hashable, Sendable {
  /// What a span is for.
  public enum Use: UInt8, Sendable {
    case free = 0
    case objects = 1
    case large = 2
    case magazines = 3
  }

  /// The first page, counted from the heap's base.
  public var page: Int
  /// How many there are.
  public var pages: Int
  /// What they are for.
  public var use: Use
  /// 0 when it holds no objects of a class.
  public var sizeClass: Int
  /// True when its blocks hold no pointers.
  public var isPlain: Bool
  /// Objects outside of the span: in programs and in magazines.
  public var used: Int
  /// The bytes that a large block was asked for.
  public var requested: Int
  /// False for a free span whose pages were never touched, or were given back.
  public var holdsMemory: Bool
}

extension HeapHandle {
  /// Calls `visit` with each span from the first page to the last. The page heap's lock is held.
  func eachSpan(_ visit: (UnsafeMutablePointer<Span>) -> Void) {
    var page: UInt32 = 0
    while page < state.pointee.top {
      let number = spanNumber(page: page).pointee
      if number == 0 || span(number).pointee.pages == 0 { return }
      visit(span(number))
      page = span(number).pointee.page &+ span(number).pointee.pages
    }
  }

  /// The objects of a class that wait in magazines of threads.
  func cachedObjects(_ sizeClass: Int) -> UInt {
    var count: UInt = 0
    eachBin(sizeClass) { bin in
      count &+= (bin.pointee.top &- bin.pointee.low) / wordBytes
      if bin.pointee.spare & 1 != 0 { count &+= UInt(traits[sizeClass].batch) }
    }
    return count
  }

  /// Calls `visit` with each thread's two bins of a class. The page heap's lock is held.
  func eachBin(_ sizeClass: Int, _ visit: (Bin) -> Void) {
    var cache = state.pointee.caches
    while let current = cache {
      visit(ownBin(current, sizeClass))
      visit(foreignBin(current, sizeClass))
      cache = current.pointee.next
    }
  }

  func census() -> Census {
    var census = Census()
    if platform_load(&state.pointee.isReady) == 0 { return census }
    lockAll()
    defer { unlockAll(inChild: false) }
    census.reserved = Int(state.pointee.size)
    census.heap = Int(UInt(state.pointee.top) << pageShift)
    census.inUse = Int(state.pointee.inUse << pageShift)
    census.peakInUse = Int(state.pointee.peakInUse << pageShift)
    census.largeBlocks = Int(state.pointee.largeBlocks)
    census.largeBytes = Int(state.pointee.largeBytes)
    census.caches = Int(state.pointee.cacheCount)
    census.grows = Int(state.pointee.grows)
    census.splits = Int(state.pointee.splits)
    census.merges = Int(state.pointee.merges)
    census.releasedPages = Int(state.pointee.released)
    census.moves = Int(state.pointee.moves)
    eachSpan { span in
      let bytes = Int(UInt(span.pointee.pages) << pageShift)
      switch span.pointee.state {
      case Span.State.free:
        if span.pointee.isZero == 1 { census.untouched += bytes } else { census.idle += bytes }
        census.freeSpans += 1
        census.largestFreeSpan = max(census.largestFreeSpan, bytes)
      case Span.State.own: census.magazines += bytes
      case Span.State.objects:
        let traits = traits[Int(span.pointee.sizeClass)]
        census.blocks += Int(span.pointee.used)
        census.blockBytes += Int(span.pointee.used) * Int(traits.size)
        if Int(span.pointee.sizeClass) > Self.plain {
          census.plainBytes += Int(span.pointee.used) * Int(traits.size)
        }
        if Int(span.pointee.sizeClass) == Self.tiny { census.tinyBlocks += Int(span.pointee.used) }
        census.spanBytes += Int(traits.objects &- span.pointee.used) * Int(traits.size)
        census.tailBytes += bytes - Int(traits.objects) * Int(traits.size)
      case Span.State.large: if span.pointee.isPlain == 1 { census.plainBytes += bytes }
      default: break
      }
    }
    eachClass { sizeClass in
      let list = central[sizeClass]
      let size = Int(traits[sizeClass].size)
      let cached = Int(cachedObjects(sizeClass))
      let waiting = Int(list.batches) * Int(traits[sizeClass].batch)
      census.cachedBytes += cached * size
      census.centralBytes += waiting * size
      census.blocks -= cached + waiting
      census.blockBytes -= (cached + waiting) * size
      if sizeClass > Self.plain { census.plainBytes -= (cached + waiting) * size }
      if sizeClass == Self.tiny { census.tinyBlocks -= cached + waiting }
      census.centralHits += Int(list.hits)
      census.centralMisses += Int(list.misses)
    }
    if state.pointee.isTyped != 0 { census.tinyValues = tinyValues() }
    census.blocks += census.largeBlocks
    census.blockBytes += census.largeBytes
    return census
  }
}
