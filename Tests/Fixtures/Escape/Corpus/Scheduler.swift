// A dependency graph: breadth-first order over arrays, sets and a class per vertex.

final class Vertex {
  let id: Int
  var edges: [Vertex] = []
  var seen = false
  init(_ id: Int) { self.id = id }
}

struct Graph {
  private(set) var vertices: [Vertex] = []

  @inline(never)
  mutating func add() -> Vertex {
    let vertex = Vertex(vertices.count)  // heap: Vertex returned
    vertices.append(vertex)  // heap: [Vertex] growth
    return vertex
  }

  @inline(never)
  func order(_ start: Vertex) -> [Int] {
    var queue = [start]  // heap: [AnyObject] loop-carried|passed-opaque
    var result: [Int] = []
    start.seen = true
    var at = 0
    while at < queue.count {
      let vertex = queue[at]
      at += 1
      result.append(vertex.id)  // heap: [Int] growth
      for next in vertex.edges where !next.seen {
        next.seen = true
        queue.append(next)  // heap: [Vertex] growth
      }
    }
    return result
  }
}

@inline(never)
func link(_ a: Vertex, _ b: Vertex) {
  a.edges.append(b)  // heap: [Vertex] growth
}

@main
enum Scheduler {
  static func main() {
    var graph = Graph()
    let a = graph.add()
    let b = graph.add()
    let c = graph.add()
    link(a, c)
    link(c, b)
    precondition(graph.order(a) == [0, 2, 1])
  }
}
