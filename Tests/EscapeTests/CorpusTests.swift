// CorpusTests: programs whose comments say what allocates where and why, as it was read from SIL and confirmed by runs
// before this code was there (Tests/Fixtures/Escape/README.md); the explanation has to say the same, and no more.
// What these cannot show: that programs unlike these are explained as well; the benchmark counts whole packages.

import Escape
import Foundation
import Testing
import Toolchain

/// The corpus, each program compiled once.
enum Corpus {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/Escape").path
  static let names = names(in: "Corpus")
  /// Kept from this code until the corpus passed.
  static let heldOut = names(in: "HeldOut")
  /// Of these, the programs in which something does not hold yet, and what.
  static let open: [String: Comment] = [
    "Bakery.swift": "an array on the stack, of whose elements a callee keeps one",
    "Dijkstra.swift": "library code without a line is given to the caller's caller",
    "Menu.swift": "an array on the stack, of whose elements a callee keeps one",
    "Primer.swift": "a library's method that is found at run time; library code without a line",
    "Shipping.swift": "an opaque type of the same module in an existential",
    "Spooler.swift": "a parameter that is not put in for the element's type",
  ]

  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? [])
      .filter { $0.hasSuffix(".swift") }.sorted()
  }

  static func source(_ name: String, in folder: String = "Corpus") throws -> String {
    try String(contentsOfFile: "\(root)/\(folder)/\(name)", encoding: .utf8)
  }

  /// The explanation of a source under a name.
  ///
  /// - Throws: `EscapeFailure` when it does not compile.
  static func explain(_ source: String, named name: String) throws -> EscapeExplanation {
    let toolchain = try Toolchain.locate(
      path: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", memory: nil)
    let folder = try Interrupts.makeFolder(
      under: FileManager.default.temporaryDirectory.path + "/escape-tests")
    defer { Interrupts.removeFolder(folder) }
    try source.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    let text = try SILRequest(file: name, source: source).text {
      try toolchain.sil(of: $0, from: folder, in: folder)
    }
    let module = try SILModule.read(text)
    #expect(module.linesNotUnderstood.isEmpty, "\(name)")
    return module.explain { $0 == name }
  }
}

@Suite("the corpus")
struct CorpusTests {
  @Test("there are at least eighty programs, with four hundred statements")
  func size() throws {
    #expect(Corpus.names.count >= 80 && Corpus.heldOut.count >= 20)
    // One of them allocates nothing, and says so by saying nothing.
    let comments = try Corpus.names.map { try PlacementComment.all(in: Corpus.source($0)).count }
    #expect(comments.reduce(0, +) >= 400 && comments.count { $0 == 0 } <= 1)
  }

  @Test("every site is where and why the comments say, and none is invented", arguments: Corpus.names)
  func sites(_ name: String) throws {
    try Self.expect(try Corpus.source(name), name)
  }

  @Test("so it is with the programs that were held out", arguments: Corpus.heldOut)
  func heldOut(_ name: String) throws {
    let source = try Corpus.source(name, in: "HeldOut")
    guard let reason = Corpus.open[name] else { return try Self.expect(source, name) }
    withKnownIssue(reason) { try Self.expect(source, name) }
  }

  private static func expect(_ source: String, _ name: String) throws {
    let explanation = try Corpus.explain(source, named: name)
    let comments = try PlacementComment.all(in: source)
    for broken in explanation.broken(comments, in: name, isComplete: true) {
      Issue.record(
        "\(name):\(broken.line): \(broken.message)\n  found: \(broken.found.joined(separator: "; "))")
    }
    // Every way out ends somewhere.
    for site in explanation.sites where site.verdict == .heap {
      #expect(
        site.path.last.map { $0.line > 0 && $0.column > 0 } == true, "\(name):\(site.line) \(site.brief)")
    }
  }

  @Test("equal text gives equal bytes")
  func determinism() throws {
    let name = try #require(Corpus.names.first)
    let source = try Corpus.source(name)
    let reports = try (0..<2).map { _ in
      EscapeReport(try Corpus.explain(source, named: name), file: name, compiler: "c", options: ["-O"]).json
    }
    #expect(reports[0] == reports[1])
  }
}
