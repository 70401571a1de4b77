// The trace of `lesson malloc --trace`: its lines as Documentation/MallocTrace.md says, and sums that agree with the account.

import Foundation
import Preload
import Testing
import Toolchain

@Suite("lesson malloc --trace")
struct MallocTraceTests {
  private static let lesson = TemporaryBook.lesson

  private static func temporaryFile() -> String {
    "/tmp/malloc-trace-\(getpid())-\(UInt64.random(in: 0 ... .max))"
  }

  @Test("what moved adds up to what the account says of pages and spans")
  func sums() throws {
    let file = Self.temporaryFile()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try CommandRun([
      Self.lesson, "malloc", "--format", "json", "--trace", file, "--", "perl", "-e",
      "for my $round (1..3) { my @a = map { 'x' x ($_ % 3000) } 1..20000; } print 1; exit 3",
    ])
    #expect(result.status == 3 && result.output == "1", "\(result.errors)")
    let trace = try MallocTrace(
      String(decoding: #require(FileManager.default.contents(atPath: file)), as: UTF8.self))
    #expect(result.errors.contains("trace: \(trace.summary), in \(file)"))
    let start = try #require(result.errors.firstIndex(of: "{"))
    let end = try #require(result.errors.lastIndex(of: "}"))
    let json = try JSONSerialization.jsonObject(with: Data(result.errors[start...end].utf8))
    let figures = try #require((json as? [String: Any])?["figures"] as? [String: Int])
    #expect(trace.moved(.map) * 8192 == figures["bytes.heap"])
    #expect((trace.moved(.spanOut) - trace.moved(.spanIn)) * 8192 == figures["bytes.inUse"])
    #expect(trace.moved(.unmap) == figures["pages.released"])
    #expect(trace.events.count { $0.kind == .refill } == figures["requests.central"])
    #expect(trace.events.count { $0.kind == .carve } == figures["requests.span"])
    // No magazine comes out of a central list that did not go in.
    for sizeClass in 1...72 {
      let own = trace.events.filter { $0.sizeClass == sizeClass }
      #expect(own.count { $0.kind == .refill } <= own.count { $0.kind == .flush })
    }
    #expect(trace.moved(.flush) > 0 && trace.moved(.refill) > 0 && trace.moved(.spanIn) > 0)
  }

  @Test("a thread's first and last events name it, and a fork's child has a file of its own")
  func processes() throws {
    let folder = Self.temporaryFile()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = try MallocPrograms.compiled("threads")
    let result = try CommandRun([
      Self.lesson, "malloc", "--quiet", "--trace", folder + "/t", "--", program,
    ])
    #expect(result.status == 0 && result.output == "ten thousand threads\n", "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.contains("t"))
    let trace = try MallocTrace(String(contentsOfFile: folder + "/t", encoding: .utf8))
    let begun = trace.events.filter { $0.kind == .begin }
    // Each thread of the ten thousand that asked for a block.
    #expect(begun.count > 10_000 && Set(begun.map(\.thread)).count > 1000)
    // The ten thousand are joined; others may still be there when the program ends.
    #expect(trace.events.count { $0.kind == .end } >= 10_000)
    for name in names where name != "t" {
      _ = try MallocTrace(String(contentsOfFile: folder + "/" + name, encoding: .utf8))
    }
  }

  @Test(
    "a line that is none of a trace is named",
    arguments: [
      ("", 1, "a trace begins"), ("live-malloc-trace 2\n", 1, "a trace begins"),
      ("live-malloc-trace 1\n1 2 map 0 1\n", 2, "expected"),
      ("live-malloc-trace 1\n1 2 map 0 1 0\n1 2 mop 0 1 0\n", 3, "expected"),
      ("live-malloc-trace 1\n1 2 map 0 -1 0\n", 2, "numbers"),
      ("live-malloc-trace 1\n1 2 map 0 1 0\n1 2 ma", 3, "killed"),
    ])
  func malformed(_ text: String, _ line: Int, _ words: String) {
    let wrong = #expect(throws: MallocTrace.Malformed.self) { try MallocTrace(text) }
    #expect(wrong?.line == line && wrong?.message.contains(words) == true)
  }
}
