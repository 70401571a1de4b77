// TiersLab: the book's allocator in a reader's hands: two threads, blocks of one class and larger ones, and every step of the
// allocator observed. Its heap is small enough to be drawn; its rules are those of every other heap.
// Relies on: the allocator, all of it. Invariant: the heap counts as many blocks as the lab holds.

#if canImport(HeapAllocator)
  import HeapAllocator
#endif

/// Two threads on one heap.
public final class TiersLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, noRoom, nothingToFree
    case window, spare, central, span, newSpan, large
    case freed, freedToSpare, freedToNewSpare, freedToCentral, foreign, foreignToCentral, freedLarge
    case ended, endedWithPages
  }

  /// What the threads ask for: blocks of 4 KiB, of which a magazine holds four and a span eight; and five pages.
  public static let sizes = [4096, 40960]
  static let sizeClass = SizeClass.containing(4096) ?? 0
  /// The picture has no room for more blocks of one thread.
  static let mostBlocks = 10

  /// A block in the program's hands.
  struct Block {
    let memory: UnsafeMutableRawPointer
    let isLarge: Bool
  }

  // The caches end before their heap does.
  private var one: ThreadCache
  private var two: ThreadCache
  let heap: Heap
  private(set) var blocks: [[Block]] = [[], []]
  private(set) var last = Event.start
  private(set) var thread = 0

  /// A heap of 1 MiB that nobody has asked for anything.
  public init() {
    guard let heap = Heap(reserving: 1 << 20, isObserved: true), let one = heap.makeCache(),
      let two = heap.makeCache()
    else { fatalError("the system refuses a mebibyte") }
    self.one = one
    self.two = two
    self.heap = heap
  }

  /// 0 allocates on thread `a` a block of size `b`; 1 frees on thread `a` the newest block of its own, or with `c` of the
  /// other's; 2 ends thread `a`, which begins anew; its blocks stay.
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    thread = a == 1 ? 1 : 0
    switch kind {
    case 0: last = allocate(isLarge: b == 1)
    case 1: last = free(of: c == 1 ? 1 - thread : thread)
    case 2: last = end()
    default: break
    }
    return last.rawValue
  }

  /// The allocator's own invariants, and no block more or less than the lab holds.
  public var holds: Bool {
    heap.verify() == nil && heap.census().blocks == blocks[0].count + blocks[1].count
  }

  func shelves(of thread: Int) -> Shelves {
    thread == 0 ? one.shelves(Self.sizeClass) : two.shelves(Self.sizeClass)
  }

  private func allocate(isLarge: Bool) -> Event {
    guard blocks[thread].count < Self.mostBlocks else { return .noRoom }
    let before = Counts(heap)
    let size = Self.sizes[isLarge ? 1 : 0]
    guard let memory = thread == 0 ? one.allocate(size) : two.allocate(size) else { return .noRoom }
    blocks[thread].append(Block(memory: memory, isLarge: isLarge))
    let after = Counts(heap)
    if after[.large] > before[.large] { return .large }
    if after[.spare] > before[.spare] { return .spare }
    if after[.central] > before[.central] { return .central }
    if after[.span] > before[.span] { return after.spans > before.spans ? .newSpan : .span }
    return .window
  }

  private func free(of owner: Int) -> Event {
    guard let block = blocks[owner].popLast() else { return .nothingToFree }
    let before = Counts(heap)
    let shelves = shelves(of: thread)
    if thread == 0 { one.free(block.memory) } else { two.free(block.memory) }
    let after = Counts(heap)
    if block.isLarge { return .freedLarge }
    let isHandedOver = after.magazines > before.magazines || after.spans < before.spans
    if after[.freedForeign] > before[.freedForeign] { return isHandedOver ? .foreignToCentral : .foreign }
    if isHandedOver { return .freedToCentral }
    if self.shelves(of: thread).spare == shelves.spare { return .freed }
    return shelves.hasEmptySpare ? .freedToSpare : .freedToNewSpare
  }

  private func end() -> Event {
    let before = Counts(heap)
    if thread == 0 { one.flush() } else { two.flush() }
    return Counts(heap).spans < before.spans ? .endedWithPages : .ended
  }

  /// What the heap has counted, and what it holds.
  private struct Counts {
    let steps: [Int]
    let magazines: Int
    var spans = 0

    init(_ heap: borrowing Heap) {
      var steps: [Int] = []
      for step in [Step.spare, .central, .span, .large, .freedForeign] { steps.append(heap.count(step)) }
      self.steps = steps
      magazines = heap.fullMagazines(TiersLab.sizeClass)
      for span in heap.map() where span.use == .objects { spans += 1 }
    }

    subscript(_ step: Step) -> Int {
      switch step {
      case .spare: steps[0]
      case .central: steps[1]
      case .span: steps[2]
      case .large: steps[3]
      default: steps[4]
      }
    }
  }
}
