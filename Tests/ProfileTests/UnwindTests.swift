// Our rules against glibc's backtrace(), on the stacks of programs that are not ours, and the trace that remembers the last
// stack against both: its context must be the whole stack, with every recursion folded.

import Foundation
import HeapProfiles
import Testing
import Toolchain

@Suite("Stacks") struct UnwindTests {
  private static func library() throws -> String {
    let sources = "\(ProfiledProgram.root)/Sources/Insight/CProfile"
    let files = ["Unwind", "Rules", "Trace", "Contexts", "File", "Memory"].map { "\(sources)/\($0).c" }
    return try ProfiledProgram.build(
      "compare.so",
      [
        "clang", "-O2", "-fPIC", "-shared", "-fno-omit-frame-pointer", "-fno-builtin", "-I", sources, "-I",
        sources + "/include", "\(ProfiledProgram.root)/Tests/Fixtures/profile/compare.c",
      ] + files)
  }

  /// As Contexts.c does it, on a whole stack, outermost first.
  private static func folded(_ stack: [UInt64]) -> [UInt64] {
    var path: [UInt64] = []
    for address in stack {
      if let before = path.firstIndex(of: address) {
        path.removeSubrange((before + 1)...)
      } else {
        path.append(address)
      }
    }
    return path
  }

  static func programs() throws -> [[String]] {
    let swift = [
      "swiftc", "-g", "-parse-as-library", "\(ProfiledProgram.root)/Tests/Fixtures/profile/Stacks.swift",
    ]
    return [
      [
        "/usr/bin/python3", "-c",
        "import json; print(len(json.dumps([{str(i): [i] * 3} for i in range(500)])))",
      ],
      ["/usr/bin/perl", "-e", "my %h; $h{$_} = [$_] for 1..2000; print scalar keys %h"],
      ["/bin/bash", "-c", "f() { [ $1 -eq 0 ] || f $(($1 - 1)); }; f 40; a=(1 2 3)"],
      ["/bin/sort", "/etc/passwd"],
      [try ProfiledProgram.cases(), "recursion"],
      [try ProfiledProgram.build("stacks-O", swift + ["-O"])],
      [try ProfiledProgram.build("stacks-Onone", swift + ["-Onone"])],
    ]
  }

  @Test("of no program does one of our stacks differ from backtrace()'s", arguments: 0..<7)
  func same(_ index: Int) throws {
    let command = try Self.programs()[index]
    let file = "\(ProfiledProgram.folder)/compare-\(index)"
    let child = ChildProcess(
      command[0], Array(command.dropFirst()),
      environment: [
        "COMPARE=\(file)", "LD_PRELOAD=\(try Self.library())", "PATH=/usr/bin:/bin", "LANG=C.UTF-8",
      ])
    let result = try child.run()
    #expect(result.ending == .exit(0))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let counts = Dictionary(
      uniqueKeysWithValues: text.split(separator: "\n").map { line in
        (String(line.split(separator: " ")[0]), Int(line.split(separator: " ")[1]) ?? -1)
      })
    #expect(counts["different"] == 0)
    #expect(counts["shorter"] == 0)
    #expect(counts["same", default: 0] > 100)

    let names = try FileManager.default.contentsOfDirectory(atPath: ProfiledProgram.folder)
    let name = try #require(names.first { $0.hasPrefix("compare-\(index).") && !$0.hasSuffix(".stacks") })
    let record = try HeapRecord(Data(contentsOf: URL(fileURLWithPath: "\(ProfiledProgram.folder)/\(name)")))
    let stacks = try String(contentsOfFile: file + ".stacks", encoding: .utf8).split(separator: "\n")
    #expect(stacks.count > 10)
    var differing = 0
    for line in stacks {
      let words = line.split(separator: " ")
      let context = try #require(UInt32(words[0]))
      let theirs = words.dropFirst().compactMap { UInt64($0, radix: 16) }
      let ours = record.stack(of: context).map(\.address)
      if Array(ours.reversed()) != Self.folded(theirs.reversed()) { differing += 1 }
    }
    #expect(differing == 0, "of \(stacks.count)")
  }
}
