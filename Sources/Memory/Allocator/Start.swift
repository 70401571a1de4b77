// Start: a heap begins with one reservation of address space, which costs no memory: pages first, then the class map, the
// span map and the span table. A page's class is one subtraction, one bound check and one load away, and a foreign pointer
// fails the bound check. Decision 0015 says why not a radix tree.
// Relies on: the state's bytes being zero before.

import CPlatform

extension HeapHandle {
  /// True when the heap can be used; the first call makes it so.
  @inline(__always) func start() -> Bool { platform_load(&state.pointee.isReady) == 1 || startOnce() }

  @inline(never) private func startOnce() -> Bool {
    platform_lock(&state.pointee.startLock)
    defer { platform_unlock(&state.pointee.startLock) }
    if platform_load(&state.pointee.isReady) == 1 { return true }
    if !reserve(largestReservation) { return false }
    state.pointee.isObserved = UInt32(platform_wants_account())
    state.pointee.isTraced = UInt32(platform_wants_events())
    platform_store(&state.pointee.isReady, 1)
    return true
  }

  private static func tableBytes(pages: UInt) -> UInt { pages &* (2 &+ 4 &+ 64) }

  /// Reserves `bytes`, or a quarter as much after each refusal, and fills the tables.
  func reserve(_ bytes: UInt) -> Bool {
    var size = bytes
    while true {
      let pages = size >> pageShift
      let base = platform_reserve(Int(size &+ Self.tableBytes(pages: pages)), Int(reservationAlignment))
      if base != 0 {
        state.pointee.base = base
        state.pointee.size = size
        state.pointee.classMap = base &+ size
        state.pointee.spanMap = base &+ size &+ pages &* 2
        state.pointee.spans = base &+ size &+ pages &* 6
        state.pointee.limit = UInt32(truncatingIfNeeded: pages)
        // Span 0 is none.
        state.pointee.spanCount = 1
        break
      }
      size >>= 2
      if size < smallestReservation { return false }
    }
    fillTables()
    return true
  }

  /// Gives the whole reservation back; nothing of the heap may be used afterwards.
  func unreserve() {
    let pages = state.pointee.size >> pageShift
    platform_unreserve(state.pointee.base, Int(state.pointee.size &+ Self.tableBytes(pages: pages)))
  }

  private func fillTables() {
    var sizeClass: UInt = 1
    var sixteenth: UInt = 0
    while sizeClass <= UInt(SizeClass.count) {
      let size = SizeClass.size(of: sizeClass)
      let pages = SizeClass.pages(of: sizeClass)
      let batch = SizeClass.batch(of: sizeClass)
      traits[Int(sizeClass)] = ClassTraits(
        size: UInt32(size), pages: UInt32(pages), batch: UInt32(batch),
        objects: UInt32((pages << pageShift) / size))
      central[Int(sizeClass)] = CentralList()
      // At most 256 KiB of full magazines.
      central[Int(sizeClass)].limit = UInt32(max(2, min(32, (256 << 10) / (size &* batch))))
      if state.pointee.isTyped != 0 {
        traits[Int(sizeClass) + Self.plain] = traits[Int(sizeClass)]
        central[Int(sizeClass) + Self.plain] = central[Int(sizeClass)]
      }
      while sixteenth <= SizeClass.tabled >> 4, sixteenth << 4 <= size {
        classTable[Int(sixteenth)] = UInt8(sizeClass)
        sixteenth &+= 1
      }
      sizeClass &+= 1
    }
    if state.pointee.isTyped != 0 {
      traits[Self.tiny].objects = UInt32(Self.tinyObjects(pages: UInt(traits[Self.tiny].pages)))
    }
  }
}
