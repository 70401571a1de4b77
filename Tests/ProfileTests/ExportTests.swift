// What is exported, read by an XML parser and a JSON decoder; and that a program that does the same gives the same bytes. Go's
// own pprof reads it in Benchmarks/heap_profile.py, which installs Go.

import Foundation
import HeapProfiles
import Pprof
import Testing
import Toolchain

@Suite("Exports of a heap profile") struct ExportTests {
  private func heap() throws -> HeapProfile {
    let program = try ProfiledProgram([try ProfiledProgram.cases(), "keep"], every: 1)
    return HeapProfile(try #require(program.records.first), symbolizer: try ProfiledProgram.symbolizer.get())
  }

  @Test("two runs of a program that does the same give the same bytes, wherever its code was loaded")
  func equalBytes() throws {
    var one = try heap()
    var other = try heap()
    one.profile.time = 0
    other.profile.time = 0
    #expect(one.profile.encoded() == other.profile.encoded())
    #expect(
      HeapReport(one).json(command: [], status: 0, processes: 1)
        == HeapReport(other).json(command: [], status: 0, processes: 1))
    let pictures = [one, other].map { FlameGraph($0.profile, type: "inuse_space", title: "a < b").svg }
    #expect(pictures[0] == pictures[1])
  }

  @Test("the flame graph is XML, and its widest box has all of the bytes")
  func flame() throws {
    let svg = FlameGraph(try heap().profile, type: "inuse_space", title: "a < b & \"c\"").svg
    let file = "\(ProfiledProgram.folder)/flame.svg"
    try svg.write(toFile: file, atomically: true, encoding: .utf8)
    let count =
      "import xml.dom.minidom, sys; print(len(xml.dom.minidom.parse(sys.argv[1]).getElementsByTagName('title')))"
    let result = try ChildProcess("/usr/bin/python3", ["-c", count, file]).run()
    #expect(result.ending == .exit(0))
    #expect((Int(String(decoding: result.standardOutput.dropLast(), as: UTF8.self)) ?? 0) >= 3)
    #expect(svg.contains("<title>all: 97.7 KiB, 100.0 %</title>"))
    #expect(svg.contains("<title>keep: 97.7 KiB, 100.0 %</title>"))
  }

  @Test("JSON has every site, with its line and numbers")
  func json() throws {
    struct Document: Decodable {
      struct Site: Decodable {
        var file: String
        var line: Int
        var inUseBytes: Int
      }
      var command: [String]
      var every: Int
      var sites: [Site]
    }
    let text = HeapReport(try heap()).json(command: ["cases", "keep"], status: 0, processes: 1)
    let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    #expect(document.command == ["cases", "keep"])
    #expect(document.every == 1)
    #expect(document.sites.map(\.inUseBytes) == [100_000])
    #expect(document.sites.first?.line == CaseTests.plantedLine)
  }
}
