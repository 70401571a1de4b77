// TypeTests: types as text: conventions of arguments, sizes, names of storage and of functions. Sizes are compared with
// MemoryLayout of the same declarations, compiled here.

import Escape
import Testing

@Suite("types as text")
struct TypeTests {
  @Test(
    "a function's arguments, indirect results first",
    arguments: [
      ("@convention(thin) (Int, @guaranteed String) -> Int", ["Int", "@guaranteed String"]),
      (
        "@convention(method) <τ_0_0 where τ_0_0 : P> (@in_guaranteed τ_0_0, @thick X<(Int) -> Int>.Type) -> (@out A, @error any Error)",
        ["@out", "@in_guaranteed τ_0_0", "@thick X<(Int) -> Int>.Type"]
      ),
      ("@convention(thin) @substituted <τ_0_0> (@in τ_0_0) -> @out τ_0_0 for <Int>", ["@out", "@in τ_0_0"]),
      ("@yield_once @convention(method) (@inout Big) -> @yields @inout Double", ["@inout Big"]),
      ("@convention(thin) @async () -> ()", []),
      ("@isolated(any) @async @callee_guaranteed () -> @out Int", ["@out"]),
    ])
  func arguments(_ type: String, _ expected: [String]) {
    #expect(TypeText.arguments(of: type) == expected)
  }

  @Test("a type parameter is named as a word of its own, and type arguments are put in all at once")
  func parameters() {
    let generic = "$@convention(method) <Key, Value where Key : Hashable> (Key, @in Optional<Value>) -> ()"
    #expect(TypeText.genericParameters(of: generic) == ["Key", "Value"])
    #expect(TypeText.genericParameters(of: "@convention(thin) (Array<Int>) -> ()").isEmpty)
    #expect(
      TypeText.names("Key", in: "Array<Key>") && !TypeText.names("Key", in: "Keys<Table.Key, KeyPath<Int>>"))
    #expect(
      TypeText.genericArguments(ofCall: "%24<Key, Array<(Int) -> Int>>(%3) : $A") == [
        "Key", "Array<(Int) -> Int>",
      ])
    #expect(
      StorageTypes.substitute(["Key", "Cache<Key, Value>.Entry"], in: "[Key: Value]")
        == "[Key: Cache<Key, Value>.Entry]")
    #expect(StorageTypes.substitute(["τ_0_1", "Int"], in: "[τ_0_0: τ_0_1]") == "[τ_0_1: Int]")
    #expect(StorageTypes.substitute(["Array<Int>"], in: "[Self.Element]") == "[Int]")
  }

  @Test("the type of an opened existential has no number in it")
  func opened() {
    #expect(TypeText.withoutOpened("@opened(\"4C-9\", any Event) Self") == "any Event")
    #expect(
      TypeText.withoutOpened("(@opened(\"4C\", any Sequence<(Int) -> Int>) Self).Iterator")
        == "(any Sequence<(Int) -> Int>).Iterator")
    #expect(TypeText.withoutOpened("Array<Int>") == "Array<Int>")
  }

  private struct Pair { var a: Int8, b: Int }
  private struct Trio { var a: Bool, b: Pair, c: Float }
  private enum Choice { case none, one(Int), two(Bool) }
  private enum Plain { case a, b, c }
  private enum Wrapped { case some(String), other }

  @Test("sizes are those of MemoryLayout")
  func sizes() {
    var reader = DeclarationReader()
    for line in [
      "struct Pair {", "  @_hasStorage var a: Int8 { get set }", "  @_hasStorage var b: Int { get set }", "}",
      "struct Trio {", "  @_hasStorage var a: Bool { get set }", "  @_hasStorage var b: Pair { get set }",
      "  @_hasStorage var c: Float { get set }", "}", "enum Choice {", "  case none, one(Int)",
      "  case two(Bool)", "}", "enum Plain {", "  case a", "  case b", "  case c", "}", "enum Wrapped {",
      "  case some(String)", "  case other", "}",
    ] { reader.read(line) }
    let declarations = reader.declarations
    let sizes: [(String, Int)] = [
      ("Pair", MemoryLayout<Pair>.size), ("Trio", MemoryLayout<Trio>.size),
      ("Choice", MemoryLayout<Choice>.size),
      ("Plain", MemoryLayout<Plain>.size), ("Wrapped", MemoryLayout<Wrapped>.size),
      ("Optional<Pair>", MemoryLayout<Pair?>.size), ("Int?", MemoryLayout<Int?>.size),
      ("String?", MemoryLayout<String?>.size), ("(Int, Bool)", MemoryLayout<(Int, Bool)>.size),
      ("[Int]", MemoryLayout<[Int]>.size), ("() -> ()", MemoryLayout<() -> Void>.size),
      ("InlineArray<3, Int32>", 12), ("[3 of Int32]", 12),
      ("ArraySlice<Int>", MemoryLayout<ArraySlice<Int>>.size),
      ("any Error", MemoryLayout<any Error>.size), ("Any", MemoryLayout<Any>.size),
      ("Substring", MemoryLayout<Substring>.size), ("any Equatable & Hashable", 48),
    ]
    for (type, size) in sizes { #expect(declarations.layout(of: type)?.size == size, "\(type)") }
    #expect(declarations.layout(of: "Pair")?.stride == MemoryLayout<Pair>.stride)
    #expect(declarations.layout(of: "Elsewhere") == nil)
  }

  @Test(
    "names of functions as people write them",
    arguments: [
      ("Swift.Array.append(__owned A) -> ()", "Array.append(_:)"),
      ("generic specialization <Swift.Int> of Swift.Array.append(__owned A) -> ()", "Array.append(_:)"),
      ("main.Cache.insert(_: main.Node, at: Swift.Int) -> ()", "Cache.insert(_:at:)"),
      ("closure #1 () -> Swift.Int in main.counter() -> () -> Swift.Int", "closure #1 in counter()"),
      ("static main.M.main() async -> ()", "M.main()"),
      ("main.Node.value.getter : Swift.Int", "Node.value"),
      ("(extension in Swift):Swift.Task< where B == Swift.Never>.value.getter : A", "Task.value"),
    ])
  func names(_ full: String, _ short: String) {
    #expect(SymbolNames.short(full) == short)
  }

  @Test(
    "storage by the name of its collection",
    arguments: [
      ("_ContiguousArrayStorage<(Int, String)>", "[(Int, String)]"),
      ("_DictionaryStorage<String, Array<Int>>", "[String: Array<Int>]"), ("_SetStorage<Int>", "Set<Int>"),
      ("__StringStorage", "String"), ("Node", "Node"),
    ])
  func storage(_ type: String, _ shown: String) {
    #expect(StorageTypes.shown(type) == shown)
  }

  @Test("a library function without a body is known by its name")
  func effects() {
    let effect = LibraryFunctions.effect(
      of: "generic specialization <Swift.Int> of Swift.Array.append(__owned A) -> ()")
    #expect(effect?.kind == .arrayBuffer && effect?.reason == .growth)
    #expect(LibraryFunctions.effect(of: "Swift.Array.count.getter : Swift.Int") == nil)
    #expect(LibraryFunctions.effect(of: "main.Array.removeLast() -> A") == nil)
  }
}
