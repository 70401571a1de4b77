// The typed tree that the graph is built from: names are variables, conversions that Go makes by itself are nodes, and a
// method call is a call of a function with the receiver first.
// Source: Go, cmd/compile/internal/ir. Relies on GoType.

extension GoLite {
  enum Op {
    // Expressions
    case literal, null, name, global, function, methodExpression, methodValue, address, dereference
    case dot, dotPointer, dotType, index, indexMap, slice, convert, convertInterface, convertAllocating
    case sliceToArray, unary, binary, logical, addStrings, receive
    case call, callInterface, append, copy, panic, builtin, minMax
    case new, makeSlice, makeMap, makeChannel
    case pointerLiteral, arrayLiteral, sliceLiteral, structLiteral, mapLiteral, closure
    case blank, unsafeValue
    // Statements
    case declare, assign, assignList, assignOperation, block, condition, loop, range, choice, typeChoice,
      clause
    case select, send, go, deferred, returned, expression
  }

  /// A node. Which of its parts an operation uses stands at the operation's builder; `children` are all of them.
  final class Node {
    let op: Op
    let position: Position
    /// Of a conversion, whose messages name its operand's place: where it stands itself.
    var place: Position?
    var type: GoType
    var x: Node?
    var y: Node?
    /// Arguments, elements, left sides, cases.
    var list: [Node] = []
    /// Right sides; values of a map literal.
    var right: [Node] = []
    var body: [Node] = []
    var otherwise: [Node] = []
    var first: [Node] = []
    var variable: Variable?
    var function: Function?
    var constant: Constant?
    /// An operator, a field's or a builtin's name.
    var name = ""
    /// Made by the compiler; printed as its operand.
    var isImplicit = false
    /// `f(x...)`; a closure that the linker lays out.
    var flag = false

    init(_ op: Op, _ position: Position, _ type: GoType, _ x: Node? = nil, _ y: Node? = nil) {
      self.op = op
      self.position = position
      self.type = type
      self.x = x
      self.y = y
    }

    /// Where the expression stands for those around it.
    var outerPosition: Position { place ?? position }

    /// Every part, in the order of evaluation.
    var children: [Node] {
      first + [x, y].compactMap { $0 } + list + right + body + otherwise
    }

    /// Calls `visit` for this node and all below, into closures as well.
    func walk(_ visit: (Node) -> Void) {
      visit(self)
      for child in children { child.walk(visit) }
      if op == .closure, let function { for node in function.body { node.walk(visit) } }
    }
  }

  enum Constant: Equatable {
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
  }

  final class Variable {
    enum Kind { case local, parameter, result(Int) }

    let name: String
    let position: Position
    var type: GoType
    let kind: Kind
    let function: Function
    /// The statement that declares and sets it.
    var definition: Node?
    /// What that statement sets it to, where that is one expression.
    var initial: Node?
    /// What it is set to anywhere, as long as these are plain assignments.
    var values: [Node]? = []
    var isAddressTaken = false
    /// Set by something other than its definition.
    var isReassigned = false
    /// Each turn of its loop has its own.
    var isPerIteration = false

    init(_ name: String, _ position: Position, _ type: GoType, _ kind: Kind, in function: Function) {
      self.name = name
      self.position = position
      self.type = type
      self.kind = kind
      self.function = function
    }

    var isParameter: Bool { if case .parameter = kind { true } else { false } }
  }

  final class Function {
    let name: String
    let position: Position
    var type: FunctionType
    /// For a closure: where it stands.
    var outer: Function?
    var receiver: Variable?
    var parameters: [Variable?] = []
    /// Of the parameters, for those that have no variable.
    var results: [Variable] = []
    var body: [Node] = []
    var hasBody = true
    /// Not written by anybody: what `go f(x)` makes.
    var isWrapper = false
    /// Variables of the functions around it that it uses.
    var captured: [Variable] = []
    var closureCount = 0
    var directives: [String] = []
    /// By parameter, the receiver first; known once its batch is solved.
    var tags: [EscapeTag]?

    init(_ name: String, _ position: Position, _ type: FunctionType) {
      self.name = name
      self.position = position
      self.type = type
    }

    /// Receiver and parameters; nil where one has no name.
    var inputs: [Variable?] { (hasReceiver ? [receiver] : []) + parameters }
    var hasReceiver = false
    var receiverType: GoType?
  }
}
