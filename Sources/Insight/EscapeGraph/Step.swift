// EscapeStep and EscapeFlow: what the solver does, for those who watch it, and what it found, for those who ask why.
// Embedded Swift; relies on EscapeGraph.

/// One visit of a location while the solver walks from a root against the flow.
public struct EscapeStep: Equatable, Sendable {
  /// The location that is walked from: values flow to it.
  public var root: EscapeGraph.LocationID
  /// The location that the visit came through; the root itself at first.
  public var from: EscapeGraph.LocationID
  /// The location that is visited: its value flows to `from`.
  public var to: EscapeGraph.LocationID
  /// Dereferences from `to` to the root; -1 when its address flows there.
  public var derefs: Int
  /// The visit taught something: `to` escapes, has to persist, is called or mutated, or its tag grew.
  public var changed: Bool

  /// `heap: &x` or `heap: **p changed`, with the names of `graph`.
  public func text(in graph: EscapeGraph) -> String {
    var operators = derefs < 0 ? "&" : ""
    for _ in 0..<max(derefs, 0) { operators += "*" }
    let names = graph.locations
    return "\(names[root].name) = \(operators)\(names[to].name)"
      + (from == root ? "" : " by \(names[from].name)") + (changed ? " changed" : "")
  }
}

/// One edge of the path by which a location escaped.
public struct EscapeFlow: Equatable, Sendable {
  /// Where the value goes.
  public var destination: EscapeGraph.LocationID
  /// Where it comes from.
  public var source: EscapeGraph.LocationID
  /// -1 for an address, else the number of dereferences.
  public var derefs: Int
  /// Why, the outermost construct first.
  public var notes: [EscapeGraph.Note]
}
