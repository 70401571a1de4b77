// swift-format-ignore-file
// Routes in a network: a generic graph, shortest ways by a heap of candidates, results that are lazy or opaque.

struct Graph<Vertex: Hashable> {
  struct Edge {
    let target: Vertex
    let cost: Int
  }

  private var edges: [Vertex: [Edge]] = [:]

  mutating func connect(_ one: Vertex, _ other: Vertex, cost: Int) {
    edges[one, default: []].append(Edge(target: other, cost: cost))  // heap: [Stop: Array<Graph<Stop>.Edge>] growth; heap: [Graph<Stop>.Edge] growth; heap: [Vertex: Array<Graph<Vertex>.Edge>] growth; heap: [Graph<Vertex>.Edge] growth; heap: closure optimizer-limit !
    edges[other, default: []].append(Edge(target: one, cost: cost))  // heap: [Stop: Array<Graph<Stop>.Edge>] growth; heap: [Graph<Stop>.Edge] growth; heap: [Vertex: Array<Graph<Vertex>.Edge>] growth; heap: [Graph<Vertex>.Edge] growth; heap: closure optimizer-limit !
  }

  func neighbors(of vertex: Vertex) -> some Sequence<Vertex> {
    (edges[vertex] ?? []).lazy.map(\.target)  // heap: KeyPath captured !
  }

  func cheap(from vertex: Vertex, below limit: Int) -> any Sequence<Edge> {
    (edges[vertex] ?? []).lazy.filter { $0.cost < limit }  // heap: closure returned !
  }

  func way(from start: Vertex, to end: Vertex) -> (cost: Int, way: [Vertex])? {
    var known: [Vertex: (cost: Int, previous: Vertex?)] = [start: (0, nil)]  // heap: [Stop: (cost: Int, previous: Optional<Stop>)] library-call; stack: [(Stop, (cost: Int, previous: Optional<Stop>))]; heap: [Vertex: (cost: Int, previous: Optional<Vertex>)] library-call; heap: [(Vertex, (cost: Int, previous: Optional<Vertex>))] unknown-size|unspecialized !
    var open: [(cost: Int, vertex: Vertex)] = [(0, start)]  // heap: [(cost: Int, vertex: Stop)] optimizer-limit|passed-escaping|loop-carried; heap: [(cost: Int, vertex: Vertex)] passed-escaping|optimizer-limit|unspecialized|loop-carried !
    var done: Set<Vertex> = []
    while let (cost, vertex) = open.popLast() {  // heap: [(cost: Int, vertex: Stop)] copy-on-write !; heap: [(cost: Int, vertex: Vertex)] copy-on-write !
      if vertex == end { return (cost, walk(back: end, known)) }
      guard done.insert(vertex).inserted else { continue }  // heap: Set<Stop> growth; heap: Set<Vertex> growth
      for edge in edges[vertex] ?? [] {  // heap: [(cost: Int, vertex: Stop)] library-call|copy-on-write|growth !; heap: [Range<Int>] library-call|copy-on-write|growth !
        let next = cost + edge.cost
        if let old = known[edge.target], old.cost <= next { continue }
        known[edge.target] = (next, vertex)  // heap: [Stop: (cost: Int, previous: Optional<Stop>)] growth; heap: [Vertex: (cost: Int, previous: Optional<Vertex>)] growth
        open.append((next, edge.target))  // heap: [(cost: Int, vertex: Stop)] growth; heap: [(cost: Int, vertex: Vertex)] growth
      }
      open.sort { $0.cost > $1.cost }  // heap: [(cost: Int, vertex: Stop)] copy-on-write|library-call !; heap: [(cost: Int, vertex: Vertex)] copy-on-write|library-call !
    }
    return nil
  }

  private func walk(back end: Vertex, _ known: [Vertex: (cost: Int, previous: Vertex?)]) -> [Vertex] {
    var way = [end]  // heap: [Stop] returned; heap: [Vertex] passed-escaping|unspecialized|loop-carried !
    while let last = way.last, let previous = known[last]?.previous { way.append(previous) }  // heap: [Stop] growth; heap: [Vertex] growth
    return way.reversed()  // heap: [Stop] library-call; heap: [Vertex] library-call
  }
}

enum Stop: String, CaseIterable { case airport, center, harbor, zoo }

@inline(never)
func network() -> Graph<Stop> {
  var graph = Graph<Stop>()
  graph.connect(.airport, .center, cost: 5)
  graph.connect(.center, .harbor, cost: 2)
  graph.connect(.airport, .harbor, cost: 9)
  return graph
}

@inline(never)
func names(_ graph: Graph<Stop>) -> [String] { graph.neighbors(of: .center).map(\.rawValue).sorted() }  // heap: [String] library-call; heap: [Range<Int>] library-call !

@inline(never)
func cheapest(_ graph: Graph<Stop>) -> Int {
  var sum = 0
  for edge in graph.cheap(from: .airport, below: 6) { sum += edge.cost }  // heap: (any Sequence<Graph<Stop>.Edge>).Iterator unknown-size|unspecialized; heap: any IteratorProtocol<Graph<Stop>.Edge> copy-on-write !
  return sum
}

@main
enum Routes {
  static func main() {
    let graph = network()
    let way = graph.way(from: .airport, to: .harbor)
    precondition(way?.cost == 7 && way?.way == [.airport, .center, .harbor])
    precondition(graph.way(from: .airport, to: .zoo) == nil)
    precondition(names(graph) == ["airport", "harbor"])
    precondition(cheapest(graph) == 5)
  }
}
