// Our route against plain `swiftc` on blocks that nobody here wrote: every `swift` block in a folder of Markdown, each as a
// program by itself. `LESSON_FOREIGN=FOLDER make soak` runs it; Benchmarks/foreign_blocks.py records what it counts.
// Most blocks of a book build on earlier ones and compile on neither route; swiftc is asked about each tenth of these only.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

private let folder = ProcessInfo.processInfo.environment["LESSON_FOREIGN"] ?? ""

@Suite(.enabled(if: !folder.isEmpty, "LESSON_FOREIGN"))
struct ForeignBlocksTests {
  private struct Foreign: Sendable {
    var place: String
    var source: String
  }

  /// Counts of blocks.
  private struct Counts: Codable {
    var blocks = 0
    /// Compile, end and print on both routes.
    var equal = 0
    /// Of these, the ones that print.
    var printing = 0
    /// Refused by ours; swiftc was asked about one in ten.
    var refused = 0
    /// Two runs of swiftc's program differ.
    var undecided = 0
    var differ = 0
  }

  private static func blocks() -> [Foreign] {
    var result: [Foreign] = []
    let files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".md") }.sorted()
    for file in files {
      let text = (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
      for block in BlockReader.read(Document.parse(text, file: file)).blocks where block.kind == .swift {
        // What its comments state is not asked here, and may be of a form that ours refuses.
        let source = block.code.replacing(#/\/\/ [Pp]rints/#, with: "// It prints")
        result.append(Foreign(place: "\(file):\(block.range.start.line)", source: source))
      }
    }
    return result
  }

  @Test("every block of foreign origin ends and prints as it does when swiftc compiles it")
  func equality() throws {
    let toolchain = try Machine.toolchain()
    let scratch = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(scratch) }
    let blocks = Self.blocks()
    let pairs = Scheduler.map(Array(blocks.enumerated()), jobs: 2, cost: { _ in 1 }) { index, block in
      Result { () throws -> (Behavior, [Behavior]) in
        // A chapter's lines are what messages speak of, so ours refuses this one on purpose.
        if block.source.contains("#sourceLocation") { return (Behavior(output: "", ending: "refused"), []) }
        let ours = try viaEngine(block.source, isOptimized: false)
        if ours.ending.hasPrefix("refused"), index % 10 != 0 { return (ours, []) }
        let file = "\(scratch)/\(index).swift"
        // The fence is a chapter's first line.
        try ("\n" + block.source).write(toFile: file, atomically: true, encoding: .utf8)
        let isLibrary = block.source.contains("@main")
        var theirs = [try viaSwiftc(file, isOptimized: false, isLibrary: isLibrary, toolchain)]
        if theirs[0] != ours, theirs[0].ending != "does not compile" {
          theirs.append(try freshlyViaSwiftc(file, isOptimized: false, isLibrary: isLibrary, toolchain))
        }
        return (ours, theirs)
      }
    }
    var counts = Counts(blocks: blocks.count)
    for (block, pair) in zip(blocks, pairs) {
      let (ours, theirs) = try pair.get()
      if theirs.isEmpty {
        counts.refused += 1
      } else if theirs[0].ending == "does not compile" {
        let isRefused = ours.ending.hasPrefix("refused")
        #expect(isRefused, "\(block.place): swiftc refuses it: \(theirs[0].output); ours: \(ours)")
        if isRefused { counts.refused += 1 } else { counts.differ += 1 }
      } else if theirs.count == 2, theirs[0] != theirs[1] {
        counts.undecided += 1
      } else {
        // With stdout on a pipe, plain swiftc loses what was printed before a trap; ours keeps it.
        let isTrap = theirs[0].ending.hasPrefix("SIG")
        let isEqual =
          ours.ending == theirs[0].ending
          && (isTrap ? ours.output.hasPrefix(theirs[0].output) : ours.output == theirs[0].output)
        #expect(isEqual, "\(block.place): swiftc: \(theirs[0]); ours: \(ours)")
        if isEqual { counts.equal += 1 } else { counts.differ += 1 }
        if isEqual, !ours.output.isEmpty { counts.printing += 1 }
      }
    }
    let json = try JSONEncoder().encode(counts)
    FileHandle.standardError.write(Data("foreign blocks: ".utf8) + json + Data("\n".utf8))
    if let report = ProcessInfo.processInfo.environment["LESSON_FOREIGN_COUNTS"] {
      try json.write(to: URL(fileURLWithPath: report))
    }
    #expect(counts.equal >= 200)
  }
}
