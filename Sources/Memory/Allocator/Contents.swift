// Contents: blocks that hold no pointers come from spans of their own, so that whoever looks for pointers, as a collector
// does, can leave whole spans out. The classes of such blocks are numbers of their own, which follow the others at a fixed
// distance, and so do their bins: nothing else of the tiers has to know. malloc is never told what a block is for; its
// heap has none of these classes.
// Source of the idea: Go's noscan span classes (runtime/mheap.go, spanClass). Relies on: platform_typed_cache.

import CPlatform

/// What a block is for.
public enum Content: Sendable {
  /// Anything, pointers to other blocks among it.
  case pointers
  /// No pointers: text, numbers, pixels. Go calls it noscan.
  case plain
}

extension HeapHandle {
  /// How far the classes of blocks without pointers are behind the others.
  @inline(__always) static var plain: Int { Int(platform_plain_classes) }
  /// The class of blocks that tiny values share: the smallest of those without pointers.
  @inline(__always) static var tiny: Int { plain + 1 }

  /// Calls `visit` with each class that the heap has, in ascending order.
  @inline(__always) func eachClass(_ visit: (Int) -> Void) {
    var sizeClass = 1
    while sizeClass <= SizeClass.count {
      visit(sizeClass)
      sizeClass += 1
    }
    if state.pointee.isTyped == 0 { return }
    sizeClass = Self.plain + 1
    while sizeClass <= Self.plain + SizeClass.count {
      visit(sizeClass)
      sizeClass += 1
    }
  }

  /// The number that a class has among those of its content, 1 to 72.
  @inline(__always) static func plainless(_ sizeClass: Int) -> Int {
    sizeClass > plain ? sizeClass - plain : sizeClass
  }

  // MARK: Bins

  /// Where blocks of the thread's own spans of a class wait. Tiny blocks wait in the bin in front of their class's, which
  /// stays closed, because an address that comes back is a value's and not yet a block's.
  @inline(__always) func ownBin(_ cache: Cache, _ sizeClass: Int) -> Bin {
    windows(cache) + (sizeClass == Self.tiny ? sizeClass - 1 : sizeClass)
  }

  /// Where blocks of other threads' spans wait.
  @inline(__always) func foreignBin(_ cache: Cache, _ sizeClass: Int) -> Bin {
    ownBin(cache, sizeClass) + Int(platform_class_slots)
  }

  // MARK: Blocks

  /// A block without pointers; 0, with errno, when there is no memory.
  func allocatePlain(_ size: UInt, _ cache: Cache) -> UInt {
    if size <= 16 { return allocateTiny(max(size, 1), cache) }
    if size > UInt(SizeClass.largest) {
      note(.large, cache)
      return allocateLarge(size, isPlain: !suffers(.forgetsContentOfLarge))
    }
    let sizeClass = sizeClass(of: size) + (suffers(.mixesContents) && size > 4096 ? 0 : Self.plain)
    let bin = Self.bin(cache, sizeClass)
    return bin.pointee.top == bin.pointee.low ? refilled(sizeClass, cache) : take(bin)
  }

  /// True when the block was asked for as one without pointers. Ends the process for what is no block.
  ///
  /// - Complexity: O(1).
  func isPlain(_ block: UInt) -> Bool {
    let sizeClass = sizeClass(ofBlock: block)
    if sizeClass != 0 { return sizeClass > Self.plain }
    if !isLargeBlock(block) { platform_die("content of a pointer that no request returned:", block) }
    return span(spanNumber(page: page(of: block)).pointee).pointee.isPlain == 1
  }

  /// The class of the objects on a block's page; 0 for a large block and for foreign memory.
  @inline(__always) func sizeClass(ofBlock block: UInt) -> Int {
    let offset = block &- state.pointee.base
    if offset >= state.pointee.size { return 0 }
    return Int(platform_load_class(state.pointee.classMap &+ (offset >> pageShift) &* 2) & 255)
  }
}
