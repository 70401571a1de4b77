// PoolMagazine: how objects move between a thread's magazine and the shelves, as a part of the pure machine: half a magazine at
// a time, so that a thread that takes and returns by turns at the edge does not come here each time.
// Relies on: PoolShelves. Invariant: a magazine holds objects only while its whole size is reserved on the shelves.
// Source: the magazine layer of Bonwick & Adams, Magazines and Vmem (USENIX 2001), with one magazine where theirs has two.

/// A thread's few idle objects, as who holds the pool's lock sees them.
public protocol PoolMagazine {
  /// What it holds.
  associatedtype Item
  /// How many it holds at most.
  static var size: Int { get }
  /// Whether the shelves have reserved its size.
  var isReserved: Bool { get set }
  /// Adds one; false when it is full.
  mutating func push(_ item: Item) -> Bool
  /// Takes the one that was added last.
  mutating func pop() -> Item?
}

extension PoolShelves {
  /// Begins a magazine's use, after `reserve` has taken room for it and given what may lie in it at once.
  ///
  /// - Complexity: O(size).
  public func equip<Magazine: PoolMagazine>(_ magazine: inout Magazine, with items: ContiguousArray<Item>)
  where Magazine.Item == Item {
    magazine.isReserved = true
    for item in items { fill(&magazine, item) }
  }

  /// Takes one out of a magazine, after half a magazine of idle objects when it was empty.
  ///
  /// - Returns: nil when there is neither; there may be victims.
  /// - Complexity: O(size).
  public mutating func take<Magazine: PoolMagazine>(from magazine: inout Magazine) -> Item?
  where Magazine.Item == Item {
    if let item = magazine.pop() { return item }
    for item in takeSome(Magazine.size / 2) { fill(&magazine, item) }
    return magazine.pop()
  }

  /// Takes one back into a magazine; half of it goes to the shelves when it was full.
  ///
  /// - Returns: What has to go.
  /// - Complexity: O(size).
  public mutating func put<Magazine: PoolMagazine>(_ item: Item, into magazine: inout Magazine)
    -> ContiguousArray<Item> where Magazine.Item == Item
  {
    if magazine.push(item) { return [] }
    var dropped: ContiguousArray<Item> = []
    for _ in 0..<Magazine.size / 2 {
      if let older = magazine.pop() { shelve(older, &dropped) }
    }
    fill(&magazine, item)
    return dropped
  }

  /// Takes all out of a magazine, and its room back.
  ///
  /// - Returns: What has to go.
  /// - Complexity: O(size).
  public mutating func empty<Magazine: PoolMagazine>(_ magazine: inout Magazine) -> ContiguousArray<Item>
  where Magazine.Item == Item {
    if magazine.isReserved { release(Magazine.size) }
    magazine.isReserved = false
    var dropped: ContiguousArray<Item> = []
    while let item = magazine.pop() { shelve(item, &dropped) }
    return dropped
  }

  private func fill<Magazine: PoolMagazine>(_ magazine: inout Magazine, _ item: Item)
  where Magazine.Item == Item {
    let done = magazine.push(item)
    precondition(done, "a magazine has no room for what was taken for it")
  }

  private mutating func shelve(_ item: Item, _ dropped: inout ContiguousArray<Item>) {
    switch put(item) {
    case .kept: return
    case .keptInsteadOf(let victim): dropped.append(victim)
    case .dropped: dropped.append(item)
    }
  }
}
