// WaysOut: the explanation as a graph: the allocations, the places that each of them passes, and the reasons that they end at.
// What several have in common is one node, so that the picture shows who shares a way out.
// Relies on: Site.

/// A graph in layers: allocations in the first, reasons in the last.
package struct WaysOut: Sendable {
  package enum Role: Hashable, Sendable { case allocation, step, reason }

  package struct Node: Hashable, Sendable {
    package var role: Role
    package var title: String
    /// Where it is; empty for a reason.
    package var place: String
    package var layer = 0
    /// In its layer, from the top.
    package var row = 0
  }

  package struct Edge: Hashable, Sendable {
    package var from: Int
    package var to: Int
  }

  package private(set) var nodes: [Node] = []
  package private(set) var edges: [Edge] = []

  package var layerCount: Int { (nodes.map(\.layer).max() ?? 0) + 1 }
  package var rowCount: Int { (nodes.map(\.row).max() ?? 0) + 1 }

  /// - Parameter sites: Those that are not on the heap are left out.
  /// - Complexity: O(steps × layers).
  package init(_ sites: [Site]) {
    let heap = sites.filter { $0.verdict == .heap }
    let namesFiles = Set(heap.map(\.file)).count > 1
    func place(_ file: String, _ line: Int, _ column: Int) -> String {
      (namesFiles ? file + ":" : "") + "\(line):\(column)"
    }
    var numbers: [Node: Int] = [:]
    var seen: Set<Edge> = []
    for site in heap {
      var way = [
        node(
          .allocation, "\(site.kind.rawValue) \(site.type)", place(site.file, site.line, site.column),
          &numbers)
      ]
      for step in site.path {
        way.append(node(.step, step.text, place(step.file, step.line, step.column), &numbers))
      }
      way.append(node(.reason, site.reason.rawValue, "", &numbers))
      for (from, to) in zip(way, way.dropFirst()) where from != to {
        let edge = Edge(from: from, to: to)
        if seen.insert(edge).inserted { edges.append(edge) }
      }
    }
    layOut()
  }

  private mutating func node(_ role: Role, _ title: String, _ place: String, _ numbers: inout [Node: Int])
    -> Int
  {
    let node = Node(role: role, title: title, place: place)
    if let number = numbers[node] { return number }
    numbers[node] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func layOut() {
    // A node stands right of all that lead to it. Two ways may pass two places in either order: no more rounds than nodes.
    for _ in nodes.indices {
      var isDone = true
      for edge in edges
      where nodes[edge.to].layer <= nodes[edge.from].layer && nodes[edge.from].layer < nodes.count {
        nodes[edge.to].layer = nodes[edge.from].layer + 1
        isDone = false
      }
      if isDone { break }
    }
    let last = nodes.map(\.layer).max() ?? 0
    for index in nodes.indices where nodes[index].role == .reason { nodes[index].layer = last }
    // Layers that a cycle left empty go.
    let used = Set(nodes.map(\.layer)).sorted()
    for index in nodes.indices { nodes[index].layer = used.firstIndex(of: nodes[index].layer) ?? 0 }
    for layer in 0..<layerCount {
      let here = nodes.indices.filter { nodes[$0].layer == layer }
      // Near those that lead here, so that few edges cross.
      let weights = here.map { index in
        let before = edges.filter { $0.to == index && nodes[$0.from].layer < layer }.map {
          Double(nodes[$0.from].row)
        }
        return before.isEmpty ? Double(index) : before.reduce(0, +) / Double(before.count)
      }
      let order = here.indices.sorted { (weights[$0], here[$0]) < (weights[$1], here[$1]) }
      for (row, position) in order.enumerated() { nodes[here[position]].row = row }
    }
  }
}
