// PoolLab: the book's pool in a reader's hands: the machine that decides what goes into a thread's magazine, onto the shelves
// and out, with two threads that take and return by buttons. A magazine has four places here instead of eight.
// Relies on: ObjectPool's machine, alone. Invariant: every object that was made is in one place: with a thread, in a magazine,
// on the shelves, among the victims, or gone.

#if canImport(ObjectPool)
  import ObjectPool
#endif

/// A thread of the lab: what it uses, and its magazine. The last comes first.
struct LabThread: PoolMagazine {
  static var size: Int { 4 }

  var isReserved = false
  private(set) var idle: [Int] = []
  var used: [Int] = []

  mutating func push(_ object: Int) -> Bool {
    if idle.count == Self.size { return false }
    idle.append(object)
    return true
  }

  mutating func pop() -> Int? { idle.popLast() }
}

/// A pool and two threads.
public final class PoolLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, noRoom, nothingUsed, opened
    case took, refilled, tookShelved, tookVictim, made
    case returned, spilled, spilledOver, shelved, replaced, dropped
    case collected, collectedAndDropped, nothingIdle, relieved
    case ended, endedEmpty, stillUsing
  }

  /// Objects that a new pool may keep.
  public static let limits = [12, 6, 0]
  /// The picture has no room for more in use by one thread.
  static let mostUsed = 6

  private(set) var shelves = PoolShelves<Int, NoPoolFault>(limit: 12, fault: NoPoolFault())
  private(set) var threads = [LabThread(), LabThread()]
  private(set) var made = 0
  private(set) var gone = 0
  private var last = Event.start

  /// An empty pool with a bound of twelve.
  public init() {}

  /// Thread `a` takes (0) or returns (1); a collection, or with `c` 1 memory is short (2); thread `a` ends, and another has its
  /// place (3); a new pool with the bound `b` of `limits` (4).
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    let thread = a == 1 ? 1 : 0
    switch kind {
    case 0: last = take(thread)
    case 1: last = giveBack(thread)
    case 2: last = shrink(isRelief: c == 1)
    case 3: last = end(thread)
    case 4: last = open(Self.limits[b >= 0 && b < Self.limits.count ? b : 0])
    default: break
    }
    return last.rawValue
  }

  /// The bound, room for magazines, and every object in one place.
  public var holds: Bool {
    var seen = [Bool](repeating: false, count: made + 1)
    var count = gone
    for places in threads.map({ $0.idle + $0.used }) + [Array(shelves.idle), Array(shelves.victims)] {
      for object in places {
        if seen[object] { return false }
        seen[object] = true
        count += 1
      }
    }
    let reserved = threads.reduce(0) { $0 + ($1.isReserved ? LabThread.size : 0) }
    return count == made && shelves.occupied <= shelves.limit && shelves.reserved == reserved
      && threads.allSatisfy { $0.isReserved || $0.idle.isEmpty }
  }

  private func open(_ limit: Int) -> Event {
    shelves = PoolShelves(limit: limit, fault: NoPoolFault())
    threads = [LabThread(), LabThread()]
    (made, gone) = (0, 0)
    return .opened
  }

  /// Whether the bound has room for the thread's magazine.
  private func attach(_ thread: Int) -> Bool {
    if threads[thread].isReserved { return true }
    guard let first = shelves.reserve(LabThread.size) else { return false }
    shelves.equip(&threads[thread], with: first)
    return true
  }

  private func take(_ thread: Int) -> Event {
    guard threads[thread].used.count < Self.mostUsed else { return .noRoom }
    if threads[thread].isReserved, let object = threads[thread].pop() {
      threads[thread].used.append(object)
      return .took
    }
    if attach(thread), let object = shelves.take(from: &threads[thread]) {
      threads[thread].used.append(object)
      return .refilled
    }
    let hasIdle = !shelves.idle.isEmpty
    if let object = shelves.take() {
      threads[thread].used.append(object)
      return hasIdle ? .tookShelved : .tookVictim
    }
    made += 1
    threads[thread].used.append(made)
    return .made
  }

  private func giveBack(_ thread: Int) -> Event {
    guard let object = threads[thread].used.popLast() else { return .nothingUsed }
    if attach(thread) {
      let isFull = threads[thread].idle.count == LabThread.size
      let dropped = shelves.put(object, into: &threads[thread])
      gone += dropped.count
      return !dropped.isEmpty ? .spilledOver : isFull ? .spilled : .returned
    }
    switch shelves.put(object) {
    case .kept: return .shelved
    case .keptInsteadOf:
      gone += 1
      return .replaced
    case .dropped:
      gone += 1
      return .dropped
    }
  }

  private func shrink(isRelief: Bool) -> Event {
    for thread in threads.indices { gone += shelves.empty(&threads[thread]).count }
    if shelves.idle.isEmpty, shelves.victims.isEmpty { return .nothingIdle }
    let dropped = (isRelief ? shelves.relieve() : shelves.age()).count
    gone += dropped
    if isRelief { return .relieved }
    return dropped == 0 ? .collected : .collectedAndDropped
  }

  private func end(_ thread: Int) -> Event {
    guard threads[thread].used.isEmpty else { return .stillUsing }
    let had = threads[thread].idle.count
    gone += shelves.empty(&threads[thread]).count
    return had == 0 ? .endedEmpty : .ended
  }
}
