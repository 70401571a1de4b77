// swift-format-ignore-file
// Shortest ways on a graph of adjacency lists.
struct Edge {
  let to: Int
  let cost: Int
}

struct Graph {
  private(set) var edges: [[Edge]]

  init(nodes: Int) { edges = Array(repeating: [], count: nodes) }  // heap: [Array<Edge>] library-call

  mutating func connect(_ a: Int, _ b: Int, cost: Int) {
    edges[a].append(Edge(to: b, cost: cost))  // heap: [Edge] growth; heap: [Array<Edge>] copy-on-write !
    edges[b].append(Edge(to: a, cost: cost))  // heap: [Edge] growth
  }

  func ways(from start: Int) -> [Int?] {
    var distance = [Int?](repeating: nil, count: edges.count)  // heap: [Optional<Int>] library-call
    var open: [(node: Int, cost: Int)] = [(start, 0)]  // heap: [(node: Int, cost: Int)] loop-carried|passed-escaping|optimizer-limit
    while let next = open.popLast() {  // heap: [(node: Int, cost: Int)] copy-on-write !; heap: [Range<Int>] library-call !; heap: [(node: Int, cost: Int)] library-call !
      if let known = distance[next.node], known <= next.cost { continue }
      distance[next.node] = next.cost
      for edge in edges[next.node] {
        open.append((edge.to, next.cost + edge.cost))  // heap: [(node: Int, cost: Int)] growth
      }
      open.sort { $0.cost > $1.cost }  // heap: [(node: Int, cost: Int)] copy-on-write|library-call !
    }
    return distance
  }

  func reachable(from start: Int) -> Set<Int> {
    var seen: Set<Int> = [start]  // stack: [Int]; heap: Set<Int> library-call|growth
    var queue = [start]  // stack: [Int]
    var head = 0
    while head < queue.count {
      for edge in edges[queue[head]] where seen.insert(edge.to).inserted {  // heap: Set<Int> growth
        queue.append(edge.to)  // heap: [Int] growth
      }
      head += 1
    }
    return seen
  }
}

@inline(never)
func town() -> Graph {
  var graph = Graph(nodes: 5)
  graph.connect(0, 1, cost: 4)
  graph.connect(1, 2, cost: 1)
  graph.connect(0, 2, cost: 9)
  return graph
}

func run() {
  let graph = town()
  let ways = graph.ways(from: 0)
  precondition(ways[2] == 5 && ways[3] == nil)
  precondition(graph.reachable(from: 1).count == 3)
}

run()
