// HeapState: everything that a heap knows, at fixed offsets in one block of 64 KiB, and the handle through which all
// operations see it. In malloc the block's address is a constant of the linker; in a library each heap has a mapping.
// No Swift global holds any of it: a global with an initial value would put `swift_once` into the fast paths.

import CPlatform

/// What all objects of one class have in common.
struct ClassTraits {
  var size: UInt32
  var pages: UInt32
  /// Addresses in a full magazine.
  var batch: UInt32
  /// Objects in a span.
  var objects: UInt32
}

/// A run of pages: free, one large block, or cut into objects of one class.
struct Span {
  enum State {
    static let free: UInt8 = 0
    static let objects: UInt8 = 1
    static let large: UInt8 = 2
    /// The heap's own: magazines.
    static let own: UInt8 = 3
  }

  /// The first page, counted from the heap's base.
  var page: UInt32
  var pages: UInt32
  /// Objects that were given back, linked through their first word.
  var free: UInt = 0
  /// The first object that was never handed out.
  var fresh: UInt = 0
  /// Where the last object ends.
  var end: UInt = 0
  /// Neighbors on a list: of free spans of a length, or of spans of a class with something to give.
  var next: UInt32 = 0
  var previous: UInt32 = 0
  /// Objects outside of the span: in programs and in magazines.
  var used: UInt32 = 0
  var sizeClass: UInt8 = 0
  var state: UInt8 = 0
  /// 1 when all of a free span's pages read as zero.
  var isZero: UInt8 = 0
  /// 1 when it is on its class's list.
  var isListed: UInt8 = 0
  /// The list of free spans that it is on.
  var list: UInt32 = 0
  /// 1 when a large block holds no pointers.
  var isPlain: UInt8 = 0
  /// What a large block was asked for, in bytes.
  var requested: UInt = 0
}

/// What the threads share of one class.
struct CentralList {
  var lock: UInt32 = 0
  /// Full magazines, and how many there may be.
  var batches: UInt32 = 0
  var limit: UInt32 = 0
  /// Spans with something to give.
  var partial: UInt32 = 0
  /// Magazines, linked through the word in front of their slots.
  var full: UInt = 0
  var empty: UInt = 0
  var spans: UInt = 0
  var hits: UInt = 0
  var misses: UInt = 0
  var returned: UInt = 0
}

/// A heap's own words.
struct HeapState {
  var base: UInt = 0
  var size: UInt = 0
  /// Two bytes a page: owner and class of the objects on it.
  var classMap: UInt = 0
  /// Four bytes a page: the number of its span.
  var spanMap: UInt = 0
  /// The spans, by number from 1.
  var spans: UInt = 0
  var isReady: UInt32 = 0
  /// The page heap's lock: spans, free lists, owners, caches.
  var lock: UInt32 = 0
  var startLock: UInt32 = 0
  /// Pages in use at one time or another, and how many there can be.
  var top: UInt32 = 0
  var limit: UInt32 = 0
  var spanCount: UInt32 = 0
  var freeSpanNumbers: UInt32 = 0
  /// Free pages that may hold something, and pages in spans.
  var dirty: UInt = 0
  var inUse: UInt = 0
  var peakInUse: UInt = 0
  /// Where the next new magazine is cut.
  var magazines: UInt = 0
  var magazinesEnd: UInt = 0
  /// Since when too much is idle, in milliseconds of the platform's clock; 0 when it is not.
  var idleSince: UInt32 = 0
  /// 1 while all windows are kept closed, so that every operation is seen.
  var isObserved: UInt32 = 0
  /// 1 when blocks without pointers are kept apart.
  var isTyped: UInt32 = 0
  /// 1 when somebody wants to be told of events.
  var isTraced: UInt32 = 0
  /// Caches of living threads.
  var caches: UnsafeMutablePointer<platform_cache>? = nil
  var cacheCount: UInt = 0
  // What happened so far.
  var grows: UInt = 0
  var splits: UInt = 0
  var merges: UInt = 0
  var released: UInt = 0
  var moves: UInt = 0
  var largeBlocks: UInt = 0
  var largeBytes: UInt = 0
  // Refusing pages, for tests: the request from which on, how many, and how many requests there were.
  var refusesFrom: UInt = 0
  var refusals: UInt = 0
  var requests: UInt = 0
  var mutation: UInt32 = 0
}

typealias Cache = UnsafeMutablePointer<platform_cache>
typealias Bin = UnsafeMutablePointer<platform_bin>

/// A heap, as the address of its state.
struct HeapHandle: Sendable {
  /// The state's bytes, and where its parts begin.
  static let stateBytes = 1 << 16
  private enum Offset {
    static let classTable = 1024
    static let traits = 2048
    static let central = 6144
    static let freeLists = 21504
    static let owners = 22528
    static let listBits = 23040
    static let totals = 23552
  }

  let address: UInt

  @inline(__always) init(_ state: UnsafeMutableRawPointer) { address = UInt(bitPattern: state) }

  @inline(__always) private func part<Part>(_ offset: Int, _ type: Part.Type) -> UnsafeMutablePointer<Part> {
    UnsafeMutableRawPointer(bitPattern: address &+ UInt(offset)).unsafelyUnwrapped.assumingMemoryBound(
      to: type)
  }

  @inline(__always) var state: UnsafeMutablePointer<HeapState> { part(0, HeapState.self) }
  /// The class of a size by its sixteenth, up to `SizeClass.tabled`.
  @inline(__always) var classTable: UnsafeMutablePointer<UInt8> { part(Offset.classTable, UInt8.self) }
  @inline(__always) var traits: UnsafeMutablePointer<ClassTraits> { part(Offset.traits, ClassTraits.self) }
  @inline(__always) var central: UnsafeMutablePointer<CentralList> { part(Offset.central, CentralList.self) }
  /// Free spans by length.
  @inline(__always) var freeLists: UnsafeMutablePointer<UInt32> { part(Offset.freeLists, UInt32.self) }
  /// A bit for each list of free spans: 1 when it has one.
  @inline(__always) var listBits: UnsafeMutablePointer<UInt64> { part(Offset.listBits, UInt64.self) }
  /// A byte for each thread's number: taken or not. Number 0 is nobody; the last is shared by all that come too late.
  @inline(__always) var owners: UnsafeMutablePointer<UInt8> { part(Offset.owners, UInt8.self) }
  /// Counts of caches that are gone.
  @inline(__always) var totals: UnsafeMutablePointer<UInt64> { part(Offset.totals, UInt64.self) }

  // MARK: Pages and spans

  @inline(__always) func span(_ number: UInt32) -> UnsafeMutablePointer<Span> {
    UnsafeMutablePointer(bitPattern: state.pointee.spans &+ UInt(number) &* 64).unsafelyUnwrapped
  }

  @inline(__always) func spanNumber(page: UInt32) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutablePointer(bitPattern: state.pointee.spanMap &+ UInt(page) &* 4).unsafelyUnwrapped
  }

  @inline(__always) func page(of address: UInt) -> UInt32 {
    UInt32(truncatingIfNeeded: (address &- state.pointee.base) >> pageShift)
  }

  @inline(__always) func start(_ span: UnsafeMutablePointer<Span>) -> UInt {
    state.pointee.base &+ UInt(span.pointee.page) << pageShift
  }

  /// Writes the class and the owner of a span's pages; 0 for pages without objects.
  func setClass(_ word: UInt16, of span: UnsafeMutablePointer<Span>) {
    var page = UInt(span.pointee.page)
    let end = page &+ UInt(span.pointee.pages)
    while page < end {
      platform_store_class(state.pointee.classMap &+ page &* 2, word)
      page &+= 1
    }
  }

  /// Refusals set errno here, deep in the slow paths, so that the fast paths end in jumps.
  @inline(never) func refuse() -> UInt {
    platform_out_of_memory()
    return 0
  }
}
