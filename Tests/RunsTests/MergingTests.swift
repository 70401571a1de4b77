// Merging compile-only programs: what compiles among others has to compile alone, above all where a function's body
// accepts what file scope does not.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import TestSupport
import Testing
import Toolchain

@Suite("Merging compile-only blocks")
struct MergingTests {
  /// Each source is refused alone; inside of a function the compiler would take it.
  static let accepted = [
    "lazy": "lazy var x = 3",
    "return": "print(1)\nreturn",
    "return in a branch": "let x = [1]\nif x.isEmpty { return }",
    "return in a loop": "for i in 0..<3 { if i == 1 { return } }",
    "property wrapper": """
    @propertyWrapper struct Twice { var wrappedValue = 1 }
    @Twice var x
    """,
    "isolation of a global": "var count = 0\nfunc next() -> Int { count += 1; return count }",
    "consume":
      "struct File: ~Copyable {}\nlet file = File()\nfunc close(_ f: consuming File) {}\nclose(file)",
    "a value that a task takes":
      "final class Node { var x = 1 }\nlet n = Node()\nTask.detached { print(n.x) }",
    "braces that close the function": "print(1)\n}\nfunc other() {\nprint(2)",
    "missing import": "let words = \"a b\".components(separatedBy: \" \")\nprint(words)",
    "a neighbor's name": "print(neighbor())",
    "sil": "let x: Int\nprint(x)",
    "type": "let x: Int = \"a\"",
  ]

  static func task(of sources: [String], mode: String = "no-run") throws -> MergedTask? {
    let text = sources.map { "~~~~~swift \(mode)\n\($0)\n~~~~~\n" }.joined(separator: "\n")
    let plan = ChapterPlan(BookReader.chapter(text), root: Machine.root)
    #expect(plan.problems.isEmpty)
    let programs = plan.tasks.enumerated().compactMap { index, task in
      if case .program(let program) = task.work { return (index: index, program: program, key: task.key) }
      return nil
    }
    return MergedTask.tasks(of: programs, with: try Machine.executor()).first
  }

  /// By source: true when the merged compilation settled that it compiles.
  static func settled(_ sources: [String], mode: String = "no-run") throws -> [Bool] {
    var result = [Bool](repeating: false, count: sources.count)
    guard let task = try task(of: sources, mode: mode) else { return result }
    for (member, outcome) in zip(task.members, try Machine.executor().run(task)) {
      result[member.index] = outcome?.ending == .compiled
    }
    return result
  }

  @Test(
    "A source that only a function accepts is never settled by merging", arguments: accepted.keys.sorted())
  func unsound(name: String) throws {
    let source = try #require(Self.accepted[name])
    let neighbors = [
      "import Foundation\nprint(Date.distantPast)", "func neighbor() -> Int { 1 }\nstruct Other {}",
      "print([3, 1].sorted())",
    ]
    #expect(try Self.settled(neighbors + [source]) == [true, true, true, false])
    let alone = try Machine.executor().toolchain
    let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(folder) }
    #expect(try alone.compile(Compilation(source: source), to: .sil, in: folder).succeeded == false)
  }

  @Test("One that fails leaves the others settled")
  func others() throws {
    let sources = [
      "let a = 1", "struct S { var x = 1 }\nprint(S().x)", "let b: Int = nil", "let c: Int\nprint(c)",
      "print(2)",
    ]
    #expect(try Self.settled(sources) == [true, true, false, false, true])
  }

  @Test("Names do not meet: every block has its own")
  func names() throws {
    let source =
      "struct Point { var x = 1 }\nenum Kind { case a }\nprotocol P {}\nlet p = Point()\nprint(p.x)"
    #expect(try Self.settled(Array(repeating: source, count: 5)) == Array(repeating: true, count: 5))
  }

  @Test("Fragments are parsed together, and a broken one alone")
  func fragments() throws {
    let sources = ["undefined(1)", "let x = = 3", "func f() { } ; f()", "if x { y }"]
    #expect(try Self.settled(sources, mode: "parse") == [true, false, true, true])
  }

  @Test("Programs with a line taken out: none is settled that does not compile alone")
  func mutants() throws {
    let folder = Machine.root + "/Tests/Fixtures/blocks"
    var random = SeededGenerator(seed: 11)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
      .sorted()
    var sources: [String] = []
    for file in files.shuffled(using: &random).prefix(60) {
      var lines = try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n")
      lines.remove(at: Int.random(in: lines.indices, using: &random))
      sources.append(lines.joined(separator: "\n"))
    }
    let settled = try Self.settled(sources)
    // A corpus in which nothing could be merged would prove nothing.
    #expect(settled.contains(true))
    let toolchain = try Machine.executor().toolchain
    let temporary = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(temporary) }
    for (source, isSettled) in zip(sources, settled) where isSettled {
      #expect(
        try toolchain.compile(Compilation(source: source), to: .sil, in: temporary).succeeded,
        "settled, and refused alone:\n\(source)")
    }
  }
}

/// A chapter from a text.
private enum BookReader {
  static func chapter(_ text: String) -> Chapter { BlockReader.read(Document.parse(text, file: "x.md")) }
}
