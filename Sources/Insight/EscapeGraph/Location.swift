// EscapeGraph: where values may flow. A location is a variable, an allocation, a parameter or a result; an edge says that
// one may be assigned from another, and how many times it is dereferenced on the way (minus one: its address is taken).
// Three locations exist always: the heap, and two that stand for "may be changed through" and "may be called".
// Source: Go, cmd/compile/internal/escape/graph.go. Embedded Swift; relies on nothing.
// Invariant: every edge's source is a location of the same graph, and derefs >= -1.

/// A directed graph of the flows of one batch of functions.
public struct EscapeGraph: Sendable {
  /// A location's number; valid in its own graph.
  public typealias LocationID = Int
  /// A function's number; valid in its own graph.
  public typealias FunctionID = Int

  /// What outlives everything.
  public static let heap: LocationID = 0
  /// Stands for whoever writes through a pointer.
  public static let mutator: LocationID = 1
  /// Stands for a call whose results are not followed.
  public static let callee: LocationID = 2

  /// What a location is.
  public enum Kind: Equatable, Sendable {
    case heap, mutator, callee
    case variable
    /// What an expression allocates: a composite literal, a `new`, a closure, a boxed interface value.
    case allocation
    case parameter
    /// The number of the result, from zero.
    case result(Int)
    /// A point where flows meet, without storage of its own.
    case temporary
  }

  /// A place in the source; lines and columns from one, zero when there is none.
  public struct Position: Hashable, Sendable {
    /// The line.
    public var line: Int
    /// The column, in bytes.
    public var column: Int

    /// The given line and column.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    /// No place.
    public static let none = Position(line: 0, column: 0)
  }

  /// Why a value takes an edge, for people.
  public struct Note: Equatable, Sendable {
    /// Where the construct stands.
    public var position: Position
    /// `assigned`, `returned`, `address taken`, …
    public var reason: String

    /// A reason at a place.
    public init(_ reason: String, at position: Position) {
      self.reason = reason
      self.position = position
    }
  }

  /// `destination = *…*source`, kept on the destination.
  public struct Edge: Equatable, Sendable {
    /// Where the value comes from.
    public var source: LocationID
    /// -1 for `dst = &src`, 0 for `dst = src`, 1 for `dst = *src`, and so on.
    public var derefs: Int
    /// The outermost construct first.
    public var notes: [Note]

    /// An edge from `source`.
    public init(source: LocationID, derefs: Int, notes: [Note] = []) {
      self.source = source
      self.derefs = derefs
      self.notes = notes
    }
  }

  /// One location, as it is before the graph is solved.
  public struct Location: Sendable {
    /// As people know it; need not be unique.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The function that it belongs to.
    public var function: FunctionID
    /// How many loops of its function it is declared in, plus one.
    public var loopDepth: Int
    /// Its storage can be reused as soon as its statement is done, unless its address flows to what persists.
    public var isTransient: Bool
    /// Where it is declared or allocated.
    public var position: Position
    /// For a closure's allocation: the function that it calls.
    public var closure: FunctionID?
    /// It must be on the heap whatever flows: too large, for example.
    public var mustEscape: String?
    /// What is assigned to it.
    public internal(set) var edges: [Edge] = []

    /// A location without edges.
    public init(
      name: String, kind: Kind, function: FunctionID, loopDepth: Int = 1, isTransient: Bool = false,
      position: Position = .none
    ) {
      self.name = name
      self.kind = kind
      self.function = function
      self.loopDepth = loopDepth
      self.isTransient = isTransient
      self.position = position
    }

    var isParameter: Bool { kind == .parameter }
    var resultIndex: Int? { if case .result(let index) = kind { index } else { nil } }
  }

  /// A function, or a closure inside of one.
  public struct Function: Sendable {
    /// As people know it.
    public var name: String
    /// The function whose text this one stands in.
    public var parent: FunctionID?
  }

  /// All functions, in the order of their numbers.
  public private(set) var functions: [Function] = []
  /// All locations, in the order of their numbers; the first three are fixed.
  public private(set) var locations: [Location]

  /// A graph of the three fixed locations.
  public init() {
    locations = [
      Location(name: "heap", kind: .heap, function: -1, loopDepth: -1),
      Location(name: "mutator", kind: .mutator, function: -1, loopDepth: -1),
      Location(name: "callee", kind: .callee, function: -1, loopDepth: -1),
    ]
  }

  /// Adds a function; `parent` must be older.
  public mutating func addFunction(_ name: String, in parent: FunctionID? = nil) -> FunctionID {
    functions.append(Function(name: name, parent: parent))
    return functions.count - 1
  }

  /// Adds a location.
  public mutating func add(_ location: Location) -> LocationID {
    locations.append(location)
    return locations.count - 1
  }

  /// Changes what is known of a location before the graph is solved, but not its edges.
  public mutating func update(_ location: LocationID, _ change: (inout Location) -> Void) {
    change(&locations[location])
  }

  /// Records `destination = *…*source`. An assignment of a location to itself says nothing and is dropped.
  ///
  /// - Precondition: `derefs >= -1`.
  public mutating func flow(
    _ source: LocationID, to destination: LocationID, derefs: Int, notes: [Note] = []
  ) {
    precondition(derefs >= -1)
    if source == destination && derefs >= 0 { return }
    locations[destination].edges.append(Edge(source: source, derefs: derefs, notes: notes))
  }

  /// Whether `inner` is a closure somewhere inside of `outer`.
  ///
  /// - Complexity: O(depth of closures).
  public func contains(_ outer: FunctionID, closure inner: FunctionID) -> Bool {
    guard outer >= 0, inner >= 0 else { return false }
    var next = functions[inner].parent
    while let function = next {
      if function == outer { return true }
      next = functions[function].parent
    }
    return false
  }
}
