// TricolorLab: the book's marker beside a mutator, one step at a time in any order, with the barrier switched on or off. The
// reader plays both hands: can the mutator hide a white object from the marker?
// Relies on: the mark-sweep collector, stepped as `MarkSweep.step` does; without the barrier, `storeUnseen`. Objects do not
// move, so the lab may look at all of them; the mutator reaches what a program would: two roots and a variable.

#if canImport(Collectors)
  import Collectors
#endif

/// A mutator, a marker and six objects.
public final class TricolorLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, noSlot, noRoom, gone
    case loaded, stored, storedUnseen, storedMarked, remembered, hidden
    case made, madeBlack
    case began, scanned, took, ended, lost
    case barrierOff, barrierOn
  }

  /// Root A, root B, and the variable.
  static let variable = 2

  let heap: MarkSweep
  let frame: Frame
  /// By letter; null for one that is not there, or has been freed.
  private(set) var objects = InlineArray<6, Ref>(repeating: .null)
  private(set) var last = Event.start
  private(set) var hasBarrier = true
  /// Whether the barrier was on at every store of this cycle.
  private var isGuarded = true
  private(set) var isLost = false

  /// A and B are roots; A refers to C, and C to D.
  public init() {
    guard
      let heap = MarkSweep(bytes: 16 << 10, floor: 1 << 20, blockBytes: 512, buffer: 8, roots: 16)
    else { fatalError("the system refuses a few pages") }
    self.heap = heap
    frame = heap.keep(3)
    for index in 0..<4 { objects[index] = make() }
    heap.store(objects[2], in: objects[0], at: 0)
    heap.store(objects[3], in: objects[2], at: 0)
    frame[0] = objects[0]
    frame[1] = objects[1]
  }

  deinit { heap.close() }

  /// 0 loads into v what a slot refers to, 1 stores v in a slot, 2 stores null there: the slot of A, of B, or of what v refers
  /// to, as `a` says; 3 makes an object, to which v then refers; 4 steps the marker; 5 switches the barrier.
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    if isLost {
      last = .gone
    } else if kind >= 0, kind < 3 {
      last = touch(kind, frame[a == 1 || a == 2 ? a : 0])
    } else if kind == 3 {
      last = allocate()
    } else if kind == 4 {
      last = stepMarker()
    } else if kind == 5 {
      hasBarrier.toggle()
      last = hasBarrier ? .barrierOn : .barrierOff
    }
    return last.rawValue
  }

  /// The collector's own invariants, as long as nobody switched the barrier off; and nothing but that loses an object.
  public var holds: Bool { isGuarded ? isRight && !isLost : true }

  /// Whether every object that can be reached is marked, or a gray one leads to it.
  var isRight: Bool { heap.keepsTricolorInvariant }

  /// Whether the heap's own verifier says the same, as long as nothing is lost. For tests: its sentences are long.
  package var verifierAgrees: Bool { isLost || (heap.verify() == nil) == isRight }

  /// The object's place among the letters; nil for null.
  func letter(of object: Ref) -> Int? { object.isNull ? nil : place(of: object) }

  private func place(of object: Ref) -> Int? {
    for place in objects.indices where objects[place] == object { return place }
    return nil
  }

  private func make() -> Ref {
    guard let object = try? heap.allocate(refs: 1, bytes: 0) else { fatalError("seven objects do not fit") }
    return object
  }

  private func touch(_ kind: Int, _ object: Ref) -> Event {
    if object.isNull { return .noSlot }
    if kind == 0 {
      frame[Self.variable] = heap.load(object, 0)
      return .loaded
    }
    let old = heap.load(object, 0)
    let before = old.isNull ? ObjectColor.black : heap.color(of: old)
    let wasRight = isRight
    let value = kind == 1 ? frame[Self.variable] : Ref.null
    if hasBarrier { heap.store(value, in: object, at: 0) } else { heap.storeUnseen(value, in: object, at: 0) }
    if !heap.isMarking { return .stored }
    if !hasBarrier { isGuarded = false }
    if wasRight, !isRight { return .hidden }
    if !hasBarrier { return .storedUnseen }
    return before == .white && heap.color(of: old) == .gray ? .remembered : .storedMarked
  }

  private func allocate() -> Event {
    guard let place = place(of: .null) else { return .noRoom }
    objects[place] = make()
    frame[Self.variable] = objects[place]
    return heap.isMarking ? .madeBlack : .made
  }

  private func stepMarker() -> Event {
    let (wasMarking, remembered) = (heap.isMarking, heap.rememberedCount)
    heap.step(1)
    if !wasMarking { return .began }
    if !heap.isMarking { return free() }
    return remembered > heap.rememberedCount ? .took : .scanned
  }

  /// The cycle has ended: what it did not reach is gone, whoever still refers to it.
  private func free() -> Event {
    _ = heap.sweepAll()
    isLost = losesSomething
    if isLost { return .lost }
    isGuarded = true
    for place in objects.indices where !objects[place].isNull && !heap.isTaken(objects[place]) {
      objects[place] = .null
    }
    return .ended
  }

  /// Whether the mutator can reach what has been freed. Freed cells are not written before they are allocated again, which
  /// does not happen then.
  private var losesSomething: Bool {
    for index in 0..<3 {
      var object = frame[index]
      // No way from a root is longer than there are objects.
      for _ in objects.indices where !object.isNull {
        if !heap.isTaken(object) { return true }
        object = heap.load(object, 0)
      }
    }
    return false
  }
}
