// Garbage: the part of the heap that nothing reaches, in its strongly connected components. One that refers back to itself is a
// cycle; one that nothing else of the garbage refers to is where a leak begins.
// Source: Tarjan 1972 for the components; Bacon & Rajan 2001 for trial deletion.

package struct Garbage: Sendable {
  package struct Component: Sendable {
    package var blocks: [Int]
    package var isCycle: Bool
    /// Nothing outside of it, in the garbage, refers to it.
    package var isFirst: Bool
  }

  package private(set) var components: [Component] = []
  private var componentOf: [Int]

  /// - Complexity: O(blocks + edges).
  package init(_ snapshot: Snapshot, _ reachability: Reachability) {
    componentOf = Array(repeating: -1, count: snapshot.blocks.count)
    let isGarbage = { (block: Int) in
      !reachability.isReached[block] && snapshot.blocks[block].kind != .sideTable
    }
    func next(_ block: Int) -> [Int] {
      snapshot.edges(of: block).compactMap { isGarbage($0.to) && snapshot.owns($0, of: block) ? $0.to : nil }
    }
    connect(snapshot.blocks.indices.filter(isGarbage), next)
    for index in components.indices {
      for block in components[index].blocks {
        for to in next(block) {
          if componentOf[to] != index { components[componentOf[to]].isFirst = false }
        }
        // Of a block alone only a counted reference to itself: collections have pointers into themselves.
        if snapshot.edges(of: block).contains(where: { $0.to == block && snapshot.isCounted($0, of: block) })
        {
          components[index].isCycle = true
        }
      }
    }
  }

  /// Tarjan's algorithm with a stack of its own: a list of a million nodes is a path of a million.
  private mutating func connect(_ roots: [Int], _ next: (Int) -> [Int]) {
    struct Frame {
      var block: Int
      var rest: [Int]
    }
    var order = [Int](repeating: 0, count: componentOf.count)
    var low = order
    var path: [Int] = []
    var count = 0
    for root in roots where order[root] == 0 {
      var frames: [Frame] = []
      func enter(_ block: Int) {
        count += 1
        order[block] = count
        low[block] = count
        path.append(block)
        frames.append(Frame(block: block, rest: next(block)))
      }
      enter(root)
      while let frame = frames.last {
        let block = frame.block
        if let to = frames[frames.count - 1].rest.popLast() {
          if order[to] == 0 {
            enter(to)
          } else if componentOf[to] < 0 {
            low[block] = min(low[block], order[to])
          }
          continue
        }
        frames.removeLast()
        if let parent = frames.last { low[parent.block] = min(low[parent.block], low[block]) }
        guard low[block] == order[block] else { continue }
        var members: [Int] = []
        repeat { members.append(path.removeLast()) } while members.last != block
        for member in members { componentOf[member] = components.count }
        components.append(Component(blocks: members.sorted(), isCycle: members.count > 1, isFirst: true))
      }
    }
  }
}

/// What each object's count says that nothing in the heap explains.
package struct TrialDeletion: Sendable {
  /// Strong references that no word of the heap is.
  package private(set) var external: [Int]
  /// Something outside of the heap may hold it, or what holds it.
  package private(set) var isHeld: [Bool]

  /// Takes away every reference that a word of the heap is. What then still has a count is held from outside, with
  /// everything that it refers to.
  ///
  /// - Complexity: O(blocks + edges).
  package init(_ snapshot: Snapshot, _ reachability: Reachability) {
    external = snapshot.blocks.map { $0.kind.isCounted ? $0.count : 0 }
    isHeld = Array(repeating: false, count: snapshot.blocks.count)
    for block in snapshot.blocks.indices {
      for edge in snapshot.edges(of: block) where snapshot.isCounted(edge, of: block) {
        external[edge.to] -= 1
      }
    }
    var grey = snapshot.blocks.indices.filter { index in
      let block = snapshot.blocks[index]
      return block.kind.isCounted
        ? external[index] > 0 : reachability.isReached[index] && block.kind != .sideTable
    }
    for block in grey { isHeld[block] = true }
    while let block = grey.popLast() {
      for edge in snapshot.edges(of: block) where !isHeld[edge.to] && snapshot.owns(edge, of: block) {
        isHeld[edge.to] = true
        grey.append(edge.to)
      }
    }
  }
}
