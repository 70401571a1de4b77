// Roots: a mutator's shadow stack, the only place where it may keep references across anything that may collect. It works
// for collectors that move objects and where there is no machine stack to scan.
// Source: Henderson, Accurate Garbage Collection in an Uncooperative Environment (ISMM 2002).

/// A stack of references that the collector reads and updates.
@frozen public struct Roots {
  @usableFromInline let depth: UnsafeMutablePointer<Int>
  @usableFromInline let slots: UnsafeMutablePointer<UInt32>
  @usableFromInline let capacity: Int
  private let table: Table<UInt32>

  init?(capacity: Int) {
    guard let table = Table<UInt32>(count: capacity) else { return nil }
    self.table = table
    self.capacity = capacity
    slots = table.start
    depth = .allocate(capacity: 1)
    depth.pointee = 0
  }

  func unreserve() {
    table.unreserve()
    depth.deallocate()
  }

  /// Slots in use.
  @inlinable @inline(__always) public var count: Int { depth.pointee }

  /// Opens `count` more slots, all null.
  ///
  /// - Returns: The first of them.
  @inlinable @inline(__always) func open(_ count: Int) -> Int {
    let first = depth.pointee
    precondition(
      count <= capacity &- first, "the shadow stack is full: open fewer frames, or reserve more roots")
    var index = first
    while index < first &+ count {
      slots[index] = 0
      index &+= 1
    }
    depth.pointee = first &+ count
    return first
  }

  @inlinable @inline(__always) func close(_ first: Int) { depth.pointee = first }
}

/// Some slots of a mutator's shadow stack. What they refer to lives, and they follow it when it moves.
@frozen public struct Frame {
  @usableFromInline let slots: UnsafeMutablePointer<UInt32>

  @inlinable @inline(__always) init(_ roots: Roots, _ first: Int) { slots = roots.slots + first }

  /// The reference in a slot. Valid until something may collect.
  @inlinable @inline(__always) public subscript(_ index: Int) -> Ref {
    get { Ref(slots[index]) }
    nonmutating set { slots[index] = newValue.word }
  }
}
