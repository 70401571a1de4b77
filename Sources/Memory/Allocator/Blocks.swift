// Blocks: what a program asks for beyond a plain block: cleared, aligned, of another size, and how large one really is.
// Relies on: the fast paths for small blocks, LargeBlocks for the rest.

import CPlatform

extension HeapHandle {
  @inline(__always) func clear(_ block: UInt, _ bytes: UInt) {
    let count = Int(bytes) &- (suffers(.zeroesOneByteLess) && bytes > 0 ? 1 : 0)
    block.memory.unsafelyUnwrapped.initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }

  /// A block that reads as zero; 0 when there is no memory.
  @inline(__always) func allocateCleared(_ size: UInt, _ cache: Cache) -> UInt {
    if size > UInt(SizeClass.largest) {
      if !start() { return refuse() }
      note(.large, cache)
      return allocateLarge(size, isCleared: true)
    }
    let block = UInt(bitPattern: allocate(size, cache))
    if block != 0 { clear(block, size) }
    return block
  }

  /// A block at a multiple of `alignment`, a power of two; 0 when there is no memory.
  @inline(never) func allocate(_ size: UInt, alignment: UInt, _ cache: Cache) -> UInt {
    if alignment <= 16 { return UInt(bitPattern: allocate(size, cache)) }
    if !start() { return refuse() }
    if size > state.pointee.size { return refuse() }
    if alignment <= pageBytes {
      // Objects of a class lie at multiples of their size, counted from a page's start.
      var wanted = max(size, 1).rounded(up: alignment)
      while wanted <= UInt(SizeClass.largest) {
        let bytes = UInt(traits[sizeClass(of: wanted)].size)
        if bytes & (alignment &- 1) == 0 { return UInt(bitPattern: allocate(bytes, cache)) }
        wanted = bytes &+ 1
      }
      note(.large, cache)
      return allocateLarge(max(size, 1))
    }
    note(.large, cache)
    return allocateLarge(size, alignment: alignment)
  }

  /// The bytes that a block really has. Ends the process for what is no block.
  func usableBytes(_ block: UInt) -> UInt {
    let sizeClass = sizeClass(ofBlock: block)
    if sizeClass == Self.tiny { return usableTinyBytes(block) }
    if sizeClass != 0 { return UInt(traits[sizeClass].size) }
    if isLargeBlock(block) {
      return UInt(span(spanNumber(page: page(of: block)).pointee).pointee.pages) << pageShift
    }
    platform_die("size of a pointer that no request returned:", block)
  }

  /// The block with another size: where it is, when that fits and wastes less than half; else elsewhere, with its
  /// content. 0 when there is no memory: then the block is as it was.
  @inline(never) func reallocate(_ block: UInt, to size: UInt, _ cache: Cache) -> UInt {
    let bytes = usableBytes(block)
    let largest = UInt(SizeClass.largest)
    if bytes > largest, size > largest {
      if size > state.pointee.size { return refuse() }
      if size.rounded(up: pageBytes) == bytes || resizeLarge(block, to: size) { return block }
    } else if bytes <= largest, size <= bytes {
      let stays = state.pointee.isTyped == 0 || !isMisaligned(block, for: size)
      if stays, size >= bytes / 2 || suffers(.shrinksInPlaceTooFar) && size >= bytes / 4 {
        return block
      }
    }
    let isPlain = state.pointee.isTyped != 0 && !suffers(.forgetsContentOfMoved) && isPlain(block)
    return move(block, bytes, to: size, isPlain: isPlain, cache)
  }

  @inline(__always) private func allocate(_ size: UInt, isPlain: Bool, _ cache: Cache) -> UInt {
    isPlain ? allocatePlain(size, cache) : UInt(bitPattern: allocate(size, cache))
  }

  private func move(_ block: UInt, _ bytes: UInt, to size: UInt, isPlain: Bool, _ cache: Cache) -> UInt {
    // What has grown once will grow again: a large block gets room for an eighth more.
    let generous = size > bytes && size > UInt(SizeClass.largest) ? size &+ size / 8 : size
    var new = allocate(generous, isPlain: isPlain, cache)
    if new == 0, generous != size { new = allocate(size, isPlain: isPlain, cache) }
    if new == 0 {
      if suffers(.losesBlockOnRefusedGrowth) { free(block, cache) }
      return size <= bytes ? block : 0
    }
    let kept = min(bytes, size)
    if kept >= 1 << 20, platform_move(block, new, Int(kept.rounded(up: pageBytes))) == 1 {
      platform_lock(&state.pointee.lock)
      state.pointee.moves &+= 1
      platform_unlock(&state.pointee.lock)
    } else {
      new.memory.unsafelyUnwrapped.copyMemory(
        from: UnsafeRawPointer(block.memory.unsafelyUnwrapped),
        byteCount: Int(kept) &- (suffers(.copiesOneByteLess) && kept > 0 ? 1 : 0))
    }
    free(block, cache)
    return new
  }
}
