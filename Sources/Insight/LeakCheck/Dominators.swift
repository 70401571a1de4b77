// Dominators: who alone keeps what. A node dominates another when every way from the root to the other leads through it: without
// it the other is gone, too. What a node retains is what it dominates.
// Source: Cooper, Harvey & Kennedy 2001, "A Simple, Fast Dominance Algorithm".

/// The dominator tree of a graph whose root is node 0.
package struct Dominators: Sendable {
  /// The immediate dominator of each node: 0's is 0, and that of a node that the root does not reach is -1.
  package private(set) var parents: [Int]
  /// The nodes that the root reaches, each after all that dominate it.
  package private(set) var order: [Int]

  /// - Parameters:
  ///   - count: Of nodes, the root included.
  ///   - successors: Where a node's edges lead; some may be there several times.
  /// - Complexity: O(edges × depth of the tree) for each pass, of which heaps take two to four.
  package init(count: Int, successors: (Int) -> [Int]) {
    parents = Array(repeating: -1, count: count)
    order = []
    guard count > 0 else { return }
    let (postorder, predecessors) = Self.walk(count, successors)
    order = postorder.reversed()
    var turns = Array(repeating: -1, count: count)
    for (turn, node) in order.enumerated() { turns[node] = turn }
    parents[0] = 0
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for node in order.dropFirst() {
        var parent = -1
        for before in predecessors[node] where parents[before] >= 0 {
          parent = parent < 0 ? before : common(before, parent, turns)
        }
        if parents[node] != parent {
          parents[node] = parent
          hasChanged = true
        }
      }
    }
  }

  /// The nearest that dominates both.
  private func common(_ a: Int, _ b: Int, _ turns: [Int]) -> Int {
    var (a, b) = (a, b)
    while a != b {
      while turns[a] > turns[b] { a = parents[a] }
      while turns[b] > turns[a] { b = parents[b] }
    }
    return a
  }

  /// Depth first with a stack of its own: a list of a million nodes is a path of a million.
  private static func walk(_ count: Int, _ successors: (Int) -> [Int]) -> (
    postorder: [Int], predecessors: [[Int]]
  ) {
    var predecessors = [[Int]](repeating: [], count: count)
    var postorder: [Int] = []
    var isSeen = Array(repeating: false, count: count)
    var frames: [(node: Int, rest: [Int])] = []
    func enter(_ node: Int) {
      isSeen[node] = true
      let next = successors(node)
      for to in next { predecessors[to].append(node) }
      frames.append((node, next.reversed()))
    }
    enter(0)
    while let frame = frames.last {
      guard let to = frames[frames.count - 1].rest.popLast() else {
        postorder.append(frame.node)
        frames.removeLast()
        continue
      }
      if !isSeen[to] { enter(to) }
    }
    return (postorder, predecessors)
  }

  /// What each node and all that it dominates weigh together.
  package func sums(_ weight: (Int) -> Int) -> [Int] {
    var sums = Array(repeating: 0, count: parents.count)
    for node in order.reversed() {
      sums[node] += weight(node)
      if node != 0 { sums[parents[node]] += sums[node] }
    }
    return sums
  }
}
