// EscapeTests: `lesson escape` as a person calls it: reports, comments as checks, exit codes, what is said of bad input.

import Foundation
import Testing

@Suite("lesson escape")
struct EscapeTests {
  private static let cache = """
    final class Entry { let value: Int; init(_ value: Int) { self.value = value } }
    final class Cache {
      var last: Entry?
      func put(_ value: Int) {
        let entry = Entry(value)  // heap: Entry stored-field
        last = entry
      }
      func sum(_ value: Int) -> Int {
        let entry = Entry(value)
        return entry.value + (last?.value ?? 0)
      }
    }

    """

  @Test("the report names the line, the way out and what mends it")
  func report() throws {
    let folder = try TemporaryBook(["cache.swift": Self.cache])
    let run = try folder.escape("cache.swift")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains(
        """
        cache.swift:5:17  heap  object Entry (24 B)  stored-field
            let entry = Entry(value)  // heap: Entry stored-field
            → stored in `last` of an object that comes from outside  6:10
            mend: keep a struct in the field, or reuse the object that is there
        """), "\(run.output)")
    #expect(run.output.hasSuffix("1 on the heap, 0 on the stack\n"))
  }

  @Test("comments are checks: 0 when they hold, 1 when one does not, with what was found")
  func asserts() throws {
    let wrong = Self.cache.replacing("heap: Entry stored-field", with: "stack: Entry")
    let folder = try TemporaryBook(["cache.swift": Self.cache, "wrong.swift": wrong])
    let good = try folder.escape("--assert", "cache.swift")
    #expect(good.status == 0 && good.output == "1 of 1 placement comments hold\n")
    let bad = try folder.escape("--assert", "wrong.swift")
    #expect(bad.status == 1)
    #expect(
      bad.errors
        == "wrong.swift:5: error: no Entry of this line is on the stack\n  found: heap: Entry stored-field\n")
  }

  @Test("what -O takes off the heap, and what one pass does")
  func differences() throws {
    let source = """
      final class Point { var x = 1 }
      @inline(never) func touch(_ p: Point) { p.x += 1 }
      func sum() -> Int {
        let p = Point()
        touch(p)
        return p.x
      }

      """
    let folder = try TemporaryBook(["p.swift": source])
    let levels = try folder.escape("p.swift", "--opt", "diff")
    #expect(
      levels.output.contains("p.swift:4  object Point: heap with -Onone, stack with -O\n"), "\(levels.output)"
    )
    let unknown = try folder.escape("p.swift", "--ablate", "stack-promotions")
    #expect(
      unknown.status == 2 && unknown.errors.contains("did you mean stack-promotion?"), "\(unknown.errors)")
    let pass = try folder.escape("p.swift", "--ablate", "stack-promotion")
    #expect(
      pass.output.contains("p.swift:4  object Point: stack with -O, heap with -O without stack-promotion\n"),
      "\(pass.output)")
  }

  @Test("a run says which lines allocated, and which of them were not predicted")
  func truth() throws {
    let source = """
      final class Node { var next: Node? }
      nonisolated(unsafe) var kept: [Node] = []
      @inline(never) func keep(_ n: Int) {
        for _ in 0..<n {
          let node = Node()
          kept.append(node)
        }
      }
      keep(10)

      """
    let folder = try TemporaryBook(["nodes.swift": source])
    let run = try folder.escape("nodes.swift", "--run")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("measured: 10 mallocs, 240 B"), "\(run.output)")
    #expect(run.output.hasSuffix("run: 2 lines allocated as predicted, 0 not predicted, 0 not seen\n"))
  }

  @Test("Go's analysis by the book's solver names the way to the heap")
  func go() throws {
    let source = "package p\n\ntype T struct{ n int }\n\nfunc f() *T {\n\tt := T{1}\n\treturn &t\n}\n"
    let folder = try TemporaryBook(["t.go": source, "bad.go": "package p\nfunc f[T any](t T) {}\n"])
    let run = try folder.escape("t.go")
    #expect(run.status == 0 && run.output.hasPrefix("t.go:6:2: moved to heap: t\n    → "), "\(run.output)")
    #expect(run.output.contains("7:"))
    let steps = try folder.escape("t.go", "--steps")
    #expect(steps.output.contains("step: "))
    let bad = try folder.escape("bad.go")
    #expect((bad.output + bad.errors).contains("bad.go:2:7"), "\(bad.output)\(bad.errors)")
    #expect(try folder.escape("t.swift", "--steps").status == 2)
    #expect(try folder.escape("t.sil", "--compare", "go").status == 2)
  }

  @Test("what does not compile is the compiler's to say, with status 1; what is missing has status 2")
  func bad() throws {
    let folder = try TemporaryBook([
      "bad.swift": "func f() -> Int { \"a\" }\n", "cut.sil": "sil @f : $() -> () {\nbb0:\n",
    ])
    let broken = try folder.escape("bad.swift")
    #expect(broken.status == 1 && broken.errors.hasPrefix("bad.swift:1:19: error: cannot convert return"))
    let missing = try folder.escape("nowhere.swift")
    #expect(missing.status == 2 && missing.errors.contains("there is no nowhere.swift"))
    let cut = try folder.escape("cut.sil")
    #expect(cut.status == 2 && cut.errors.contains("it was cut off"))
    #expect(try folder.escape().status == 2)
    #expect(try folder.escape("bad.swift", "--opt", "diff", "--format", "json").status == 2)
    #expect(try folder.escape("bad.swift", "--assert", "--why", "1").status == 2)
    #expect(try folder.escape("bad.swift", "--passes").status == 1)
    try folder.write("sil_stage canonical\n", to: "empty.sil")
    let compiled = try folder.escape("empty.sil", "--opt", "Onone")
    #expect(compiled.status == 2 && compiled.errors.contains("name the Swift file"))
  }

  @Test("a package is built, and its modules are explained under the names of their files")
  func package() throws {
    let folder = try TemporaryBook([
      "Package.swift": """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(name: "Small", targets: [.target(name: "Small")])

      """,
      // What a module does not offer and does not use is not compiled at all.
      "Sources/Small/Cache.swift": Self.cache.replacing("final class Cache", with: "public final class Cache")
        .replacing("  func", with: "  public func"),
      "Sources/Small/Other.swift": "public func other(_ cache: Cache) { cache.put(1) }\n",
    ])
    let run = try folder.escape("--assert", "Sources")
    #expect(run.status == 0 && run.output == "1 of 1 placement comments hold\n", "\(run.errors)")
    let levels = try folder.escape(".", "--opt", "diff")
    #expect(
      levels.output.contains(
        "Sources/Small/Cache.swift:9  object Entry: heap with -Onone, removed with -O\n"),
      "\(levels.output)\(levels.errors)")
    let whole = try folder.escape(".")
    #expect(whole.output.contains("Sources/Small/Cache.swift:5:17  heap  object Entry"), "\(whole.output)")
  }
}

extension TemporaryBook {
  func escape(_ words: String...) throws -> Result { try lesson(["escape"] + words) }
}
