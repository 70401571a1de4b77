// swift-format-ignore-file
// A small language: a tree of classes, a visitor with an associated type, an interpreter with scopes.

class Node {
  func accept<V: Visitor>(_ visitor: inout V) throws -> V.Result { fatalError("abstract") }
}

final class Literal: Node {
  let value: Int
  init(_ value: Int) { self.value = value }
  override func accept<V: Visitor>(_ visitor: inout V) throws -> V.Result { visitor.visit(self) }
}

final class Name: Node {
  let text: String
  init(_ text: String) { self.text = text }
  override func accept<V: Visitor>(_ visitor: inout V) throws -> V.Result { try visitor.visit(self) }
}

final class Sum: Node {
  let parts: [Node]
  init(_ parts: [Node]) { self.parts = parts }
  override func accept<V: Visitor>(_ visitor: inout V) throws -> V.Result { try visitor.visit(self) }
}

final class Let: Node {
  let name: String
  let value, body: Node
  init(_ name: String, _ value: Node, in body: Node) {
    self.name = name
    self.value = value
    self.body = body
  }
  override func accept<V: Visitor>(_ visitor: inout V) throws -> V.Result { try visitor.visit(self) }
}

protocol Visitor {
  associatedtype Result
  mutating func visit(_ node: Literal) -> Result
  mutating func visit(_ node: Name) throws -> Result
  mutating func visit(_ node: Sum) throws -> Result
  mutating func visit(_ node: Let) throws -> Result
}

final class Scope {
  private let name: String
  private let value: Int
  private let outer: Scope?

  init(_ name: String, _ value: Int, _ outer: Scope?) {
    self.name = name
    self.value = value
    self.outer = outer
  }

  func find(_ name: String) -> Int? { name == self.name ? value : outer?.find(name) }
}

struct Unbound: Error {
  let name: String
}

struct Interpreter: Visitor {
  private var scope: Scope?

  mutating func visit(_ node: Literal) -> Int { node.value }

  mutating func visit(_ node: Name) throws -> Int {
    guard let value = scope?.find(node.text) else { throw Unbound(name: node.text) }  // heap: Unbound thrown !
    return value
  }

  mutating func visit(_ node: Sum) throws -> Int {
    var sum = 0
    for part in node.parts { sum += try part.accept(&self) }
    return sum
  }

  mutating func visit(_ node: Let) throws -> Int {
    let outer = scope
    defer { scope = outer }
    scope = Scope(node.name, try node.value.accept(&self), outer)  // heap: Scope stored-argument
    return try node.body.accept(&self)
  }
}

struct Printer: Visitor {
  mutating func visit(_ node: Literal) -> String { String(node.value) }  // heap: String library-call !
  mutating func visit(_ node: Name) -> String { node.text }

  mutating func visit(_ node: Sum) throws -> String {
    var texts: [String] = []
    for part in node.parts { texts.append(try part.accept(&self)) }  // heap: [String] growth
    return "(" + texts.joined(separator: " + ") + ")"  // heap: String library-call !
  }

  mutating func visit(_ node: Let) throws -> String {
    let value = try node.value.accept(&self)
    return "let \(node.name) = \(value) in \(try node.body.accept(&self))"  // heap: String growth|library-call
  }
}

@inline(never)
func program(_ n: Int) -> Node {
  Let("a", Literal(n), in: Sum([Name("a"), Literal(1), Name("a")]))  // heap: Let returned; heap: Literal stored-field; heap: Sum stored-field; heap: [AnyObject] stored-field; heap: Name stored-field
}

@main
enum Language {
  static func main() throws {
    var interpreter = Interpreter()
    let nine = try program(4).accept(&interpreter)
    precondition(nine == 9)
    var printer = Printer()
    let text = try program(4).accept(&printer)
    precondition(text == "let a = 4 in (a + 1 + a)")
    precondition((try? Name("b").accept(&interpreter)) == nil)
  }
}
