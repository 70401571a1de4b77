// EscapeHoldTests: sources that are not the plain case: macros, other scripts, modules from elsewhere, no optimization, very many
// allocations, no compiler. Each gets a clear answer.
// What these cannot show: macros of packages, whose plug-ins are compiled programs; the package benchmark builds some.

import Foundation
import Testing
import Toolchain

@Suite("lesson escape on sources of every kind")
struct EscapeHoldTests {
  @Test("what a macro expands to belongs to nobody's line, and the lines around it keep their numbers")
  func macros() throws {
    let folder = try TemporaryBook([
      "model.swift": """
      import Observation
      @Observable final class Model { var items: [Int] = [] }
      func make() -> Model { Model() }  // heap: Model returned
      func rename(_ model: Model) {
        model.items.append(1)  // heap: [Int] growth
      }

      """
    ])
    let run = try folder.escape("--assert", "model.swift")
    #expect(run.status == 0 && run.output == "2 of 2 placement comments hold\n", "\(run.errors)")
    #expect(!(try folder.escape("model.swift").output.contains("__swiftmacro")))
  }

  @Test("names in any script are read, and SARIF counts their columns in code points")
  func scripts() throws {
    let folder = try TemporaryBook([
      "узел.swift": """
      final class Узел { var имя: Int; init(_ имя: Int) { self.имя = имя } }
      func создать(_ число: Int) -> Узел { Узел(число) }  // heap: Узел returned
      func счетчик() -> () -> Int {
        var 🎉 = 0  // heap: Int captured
        return { 🎉 += 1; return 🎉 }
      }

      """
    ])
    let run = try folder.escape("--assert", "узел.swift")
    #expect(run.status == 0 && run.output == "2 of 2 placement comments hold\n", "\(run.errors)")
    let sarif = try folder.escape("узел.swift", "--format", "sarif").output
    // The 38th code point, the 54th byte.
    #expect(sarif.contains("\"startColumn\" : 38"), "\(sarif)")
    #expect(sarif.contains("\"uri\" : \"%D1%83"))
  }

  @Test("modules of C are found by their module map, below the folder that -I names")
  func moduleMaps() throws {
    let folder = try TemporaryBook([
      "include/module.modulemap": "module CThing { header \"thing.h\" export * }\n",
      "include/thing.h": "static inline int thing(int n) { return n + 1; }\n",
      "use.swift": """
      import CThing
      final class Node { var value: Int32; init(_ value: Int32) { self.value = value } }
      func make() -> Node {
        Node(thing(1))  // heap: Node returned
      }

      """,
    ])
    let without = try folder.escape("use.swift")
    #expect(without.status == 1 && without.errors.contains("no such module 'CThing'"), "\(without.errors)")
    #expect(without.errors.contains("name the folder of the module: -I DIR"))
    let with = try folder.escape("--assert", "use.swift", "-I", "include")
    #expect(with.status == 0 && with.output == "1 of 1 placement comments hold\n", "\(with.errors)")
  }

  @Test(
    "the book's own modules are there for whoever imports them, the C modules that they are built on included"
  )
  func ownModules() throws {
    let source = """
      final class Node { var value = 1 }
      func cost() -> AllocationCount {
        allocations { kept = Node() }  // heap: Node stored-global
      }
      nonisolated(unsafe) var kept: Node?
      precondition(cost().count == 1)

      """
    let folder = try TemporaryBook([
      "own.swift": "import Probe\n" + source, "part.swift": "import struct Probe.Address\n",
    ])
    let run = try folder.escape("--assert", "own.swift")
    #expect(run.status == 0 && run.output == "1 of 1 placement comments hold\n", "\(run.errors)")
    #expect(try folder.escape("part.swift").status == 0)
    // The folder alone is named, the map of CProbe is found beside it.
    let modules = TemporaryBook.root + "/.build/release/Modules"
    let named = try folder.escape("--assert", "own.swift", "-I", modules)
    #expect(named.status == 0, "\(named.errors)")
    let truth = try folder.escape("own.swift", "--run")
    #expect(truth.output.contains("not predicted, ") && truth.errors.isEmpty, "\(truth.errors)")
  }

  @Test(
    "what an inlined function of another module allocates is its caller's; what it only takes is said to be opaque"
  )
  func inlinable() throws {
    let folder = try TemporaryBook([
      "Boxes.swift": """
      public final class Box {
        public var value: Int
        @inlinable public init(_ value: Int) { self.value = value }
      }
      @inlinable public func makeBox(_ n: Int) -> Box { Box(n) }
      public func keepBox(_ box: Box) { kept = box }
      nonisolated(unsafe) var kept: Box?
      @inlinable public func twice(_ list: [Int]) -> [Int] { list.map { $0 * 2 } }

      """,
      "use.swift": """
      import Boxes
      func returned(_ n: Int) -> Box {
        makeBox(n)  // heap: Box returned
      }
      func passed(_ n: Int) {
        keepBox(Box(n))  // heap: Box passed-opaque
      }
      func promoted(_ n: Int) -> Int {
        makeBox(n).value  // stack: Box
      }
      func mapped(_ list: [Int]) -> [Int] {
        twice(list)  // heap: [Int] growth
      }

      """,
    ])
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let swiftc = try #require(Toolchain.find("swiftc", in: path))
    var child = ChildProcess(
      swiftc,
      [
        "-O", "-parse-as-library", "-emit-module", "-module-name", "Boxes", "Boxes.swift", "-o",
        "Boxes.swiftmodule",
      ],
      environment: folder.environment())
    child.workingFolder = folder.folder
    let module = try child.run()
    #expect(module.ending == .exit(0), "\(String(decoding: module.standardError, as: UTF8.self))")
    let run = try folder.escape("--assert", "use.swift", "-I", ".")
    #expect(run.status == 0 && run.output == "4 of 4 placement comments hold\n", "\(run.errors)")
    let opaque = try folder.escape("use.swift", "-I", ".", "--why", "6")
    #expect(opaque.output.contains("`keepBox(_:)`, whose body is not visible here"), "\(opaque.output)")
  }

  @Test("without optimization, what -O would promote or remove is said to be there for want of it")
  func plain() throws {
    let folder = try TemporaryBook([
      "p.swift": """
      final class Point { var x = 1 }
      func local() -> Int {
        let p = Point()
        return p.x
      }
      func fresh() -> Point { Point() }

      """
    ])
    let run = try folder.escape("p.swift", "--opt", "Onone")
    #expect(run.output.contains("p.swift:3:11  heap  object Point (24 B)  not-optimized"), "\(run.output)")
    #expect(run.output.contains("p.swift:6:25  heap  object Point (24 B)  returned"), "\(run.output)")
    let why = try folder.escape("p.swift", "--why", "3")
    #expect(why.output.contains("p.swift:3:11  none  object Point (24 B)  removed"), "\(why.output)")
  }

  @Test("a file with thousands of allocations is reported whole")
  func many() throws {
    let functions = (0..<2000).map { "func f\($0)() -> Node { Node() }\n" }.joined()
    let folder = try TemporaryBook([
      "many.swift": "final class Node { var next: Node?; init() {} }\n" + functions
    ])
    let run = try folder.escape("many.swift")
    #expect(run.status == 0 && run.output.hasSuffix("2000 on the heap, 0 on the stack\n"), "\(run.errors)")
    #expect(run.output.contains("many.swift:2001:24  heap  object Node"))
  }

  @Test("without a compiler the answer is where to get one, with status 2")
  func noToolchain() throws {
    let folder = try TemporaryBook(["a.swift": "func f() {}\n"])
    let run = try folder.lesson(["escape", "a.swift"], path: "/nonexistent")
    #expect(run.status == 2 && run.errors.contains("there is no swiftc in PATH"), "\(run.errors)")
    #expect(run.errors.contains("install Swift"))
  }

  // MARK: - What else one may ask for

  @Test("passes: the counts that each pass left, from what the source says to what is left")
  func passes() throws {
    let folder = try TemporaryBook([
      "p.swift": """
      final class Point { var x = 1 }
      @inline(never) func touch(_ p: Point) { p.x += 1 }
      func sum() -> Int {
        let p = Point()
        touch(p)
        return p.x
      }

      """
    ])
    let run = try folder.escape("p.swift", "--passes")
    let rows = run.output.split(separator: "\n").map(String.init)
    #expect(
      rows.first == " heap stack  after" && rows.contains("  silgen-cleanup"),
      "\(run.errors)")
    let promotion = try #require(rows.firstIndex { $0.hasSuffix("    1  stack-promotion") }, "\(run.output)")
    #expect(
      rows[promotion + 1].hasSuffix("p.swift:4  object Point: heap 1 → 0, stack 0 → 1"), "\(run.output)")
    #expect(try folder.escape("p.swift", "--passes", "--format", "json").status == 2)
  }

  @Test("a picture holds each allocation, place and reason once, and is well-formed")
  func picture() throws {
    let folder = try TemporaryBook([
      "kept.swift": """
      final class Node<T> { var next: Node<T>? }
      nonisolated(unsafe) var kept: Node<Int>?
      func one() { kept = Node() }
      func two() { kept = Node() }

      """
    ])
    let run = try folder.escape("kept.swift", "--format", "svg")
    #expect(run.status == 0, "\(run.errors)")
    let document = try XMLDocumentCheck(run.output)
    #expect(document.titles.count { $0.hasPrefix("object Node<Int>") } == 2, "\(document.titles)")
    #expect(document.titles.count { $0.hasPrefix("stored-global") } == 1, "\(document.titles)")
    #expect(document.paths >= 4)
  }

  @Test("a Swift file is compared with the Go file beside it; without one that is said")
  func pair() throws {
    let folder = try TemporaryBook([
      "node.swift": """
      final class Node { var value: Int; init(_ value: Int) { self.value = value } }
      func fresh(_ n: Int) -> Node { Node(n) }
      func local(_ n: Int) -> Int { Node(n).value }

      """,
      "node.go": """
      package p

      type Node struct{ value int }

      func fresh(n int) *Node { return &Node{n} }
      func local(n int) int   { return (&Node{n}).value }

      """,
      "alone.swift": "func f() {}\n",
    ])
    let run = try folder.escape("node.swift", "--compare", "go")
    #expect(
      run.output.contains(
        """
        fresh
          Swift 2: heap object Node returned
          Go    5: &Node{...} escapes to heap
        local
          Swift: nothing is allocated here
          Go    6: &Node{...} does not escape
        2 functions of node.swift stand in node.go, too

        """), "\(run.output)\(run.errors)")
    let alone = try folder.escape("alone.swift", "--compare", "go")
    #expect(alone.status == 2 && alone.errors.contains("there is no alone.go"), "\(alone.errors)")
  }
}

/// What a parser of XML finds in a picture.
private final class XMLDocumentCheck {
  let titles: [String]
  let paths: Int

  /// - Throws: When python's parser does not take it.
  init(_ text: String) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let python = try #require(Toolchain.find("python3", in: path))
    let code = """
      import sys, xml.etree.ElementTree as e
      n = "{http://www.w3.org/2000/svg}"
      r = e.fromstring(open(sys.argv[1]).read())
      print(len(list(r.iter(n + "path"))))
      for t in r.iter(n + "title"): print(t.text)
      """
    let file =
      FileManager.default.temporaryDirectory.path + "/picture-\(UInt64.random(in: 0...UInt64.max)).svg"
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try ChildProcess(python, ["-c", code, file], environment: ["PATH=\(path)", "LANG=C.UTF-8"])
      .run()
    #expect(result.ending == .exit(0), "\(String(decoding: result.standardError, as: UTF8.self))")
    var lines = String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n").map(String.init)
    paths = lines.isEmpty ? 0 : Int(lines.removeFirst()) ?? 0
    titles = lines
  }
}
