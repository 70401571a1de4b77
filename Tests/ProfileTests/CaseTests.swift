// The profiler under what programs do: threads, signals, fork, exec, exhausted memory, crashes, unloaded code. A program must
// end as it would have, and its profile must hold what it kept.

import Foundation
import HeapProfiles
import Testing
import Toolchain

@Suite("lesson heap, under what programs do") struct CaseTests {
  static let plantedLine: Int = {
    let text = try? String(
      contentsOfFile: "\(ProfiledProgram.root)/Tests/Fixtures/profile/cases.c", encoding: .utf8)
    let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.firstIndex { $0.hasSuffix("// planted") } ?? -2) + 1
  }()

  private func run(_ name: String, every: Int, environment: [String] = []) throws -> ProfiledProgram {
    try ProfiledProgram([try ProfiledProgram.cases(), name], every: every, environment: environment)
  }

  @Test(
    "the program ends as it would have, and all of the 100,000 bytes that it keeps stand at the planted line",
    arguments: [
      ("keep", 0), ("threads", 0), ("signals", 0), ("forks", 0), ("failing", 0), ("resizes", 0),
      ("abort", 134),
      ("crash", 139), ("kill", 137), ("_exit", 4), ("exec", 0),
    ])
  func exact(_ name: String, _ status: Int) throws {
    let program = try run(name, every: 1)
    #expect(program.status == status)
    let report = try program.report()
    let planted = report.rows.filter { $0.site.line == Self.plantedLine && $0.site.file.hasSuffix("cases.c") }
    #expect(planted.reduce(0) { $0 + $1.inUseBytes } == 100_000)
    #expect(planted.reduce(0) { $0 + $1.inUseObjects } == 100)
    #expect(planted.first?.site.function == "keep")
    // What the C library keeps for threads beside it is small.
    #expect(Double(report.totals.inUseBytes) < 1.05 * 100_000 || name == "threads" || name == "forks")
    #expect(program.records.allSatisfy { $0.untraced == 0 })
  }

  @Test(
    "and when only some are looked at, too",
    arguments: [
      ("threads", 0), ("signals", 0), ("forks", 0), ("memory", 0), ("resizes", 0), ("recursion", 0),
      ("crash", 139),
      ("kill", 137), ("exec", 0),
    ])
  func sampled(_ name: String, _ status: Int) throws {
    let program = try run(name, every: 20_000)
    #expect(program.status == status)
    #expect(try program.report().totals.allocBytes > 0)
    #expect(program.records[0].every == 20_000)
  }

  @Test("200 threads allocate 400,000 blocks, and each is counted")
  func threads() throws {
    let report = try run("threads", every: 1).report()
    let churned = report.rows.filter { $0.site.function == "churn" }
    #expect(churned.reduce(0) { $0 + $1.allocObjects } == 400_000)
    #expect(churned.reduce(0) { $0 + $1.inUseObjects } == 0)
  }

  @Test("a forked child has a profile of its own, which begins at the fork")
  func forks() throws {
    let program = try run("forks", every: 1)
    #expect(program.records.count == 41)
    let children = try (0..<41).map { try program.report($0) }.filter { $0.totals.inUseBytes < 10_000 }
    #expect(children.count == 40)
    #expect(children.allSatisfy { $0.totals.allocObjects == 7 && $0.totals.inUseBytes == 700 })
  }

  @Test("exec leaves the profile of what the process was before")
  func exec() throws {
    let program = try run("exec", every: 1)
    #expect(program.records.count == 2)
    #expect(try program.report(0).totals.inUseBytes == 100_000)
    #expect(try program.report(1).totals.inUseBytes == 100_000)
  }

  @Test("a program that uses up its memory is told so as it would have been")
  func memory() throws {
    let program = try run("memory", every: 1)
    #expect(program.status == 0)
    #expect(try program.report().totals.allocBytes > 100 << 20)
  }

  @Test("descriptors that the program closes and opens anew are not written to, and the profile goes on")
  func closed() throws {
    let program = try run("closed", every: 1)
    #expect(program.status == 0)
    #expect(try program.report().rows.contains { $0.inUseBytes == 4995 * 64 })
  }

  @Test("a recursion has as many contexts as places, however deep it is and however many ways it goes")
  func recursion() throws {
    let program = try run("recursion", every: 1)
    #expect(program.status == 0)
    #expect(program.records[0].contexts.count < 40)
    let rows = try program.report().rows
    #expect(rows.filter { $0.site.function == "descend" }.reduce(0) { $0 + $1.allocObjects } == 32767)
    #expect(rows.filter { $0.site.function == "fall" }.reduce(0) { $0 + $1.allocObjects } == 20001)
  }

  @Test("two libraries at one place of memory, one after the other, are told apart")
  func libraries() throws {
    let one = try ProfiledProgram.plugin("one.so", [])
    let two = try ProfiledProgram.plugin("two.so", ["-DWIDE"])
    let program = try run("libraries", every: 1, environment: ["CASES_ONE=\(one)", "CASES_TWO=\(two)"])
    #expect(program.status == 0)
    let places = program.records[0].modules.filter {
      $0.path.hasSuffix(".so") && $0.path.contains("/profile-")
    }
    // Unless the loader puts them at one place this test shows nothing.
    #expect(Set(places.map(\.start)).count < Set(places.map(\.path)).count)
    let rows = try program.report().rows.filter { $0.site.file.hasSuffix("plugin.c") }
    #expect(rows.reduce(0) { $0 + $1.inUseObjects } == 200)
    // Each at its own line, in the order of bytes.
    #expect(rows.map(\.inUseObjects) == [100, 100])
    #expect(rows.map(\.inUseBytes) == [100 * 501, 100 * 200])
  }

  @Test("a record that is cut off or damaged gives what is left, or says what it is not")
  func damaged() throws {
    var bytes = Data()
    let prefix = "\(ProfiledProgram.folder)/damaged"
    let child = ChildProcess(
      try ProfiledProgram.cases(), ["threads"],
      environment: [
        "LD_PRELOAD=\(try ProfiledProgram.library.get())", "LIVE_HEAP_PROFILE=\(prefix)", "LIVE_HEAP_EVERY=1",
      ])
    _ = try child.run()
    let names = try FileManager.default.contentsOfDirectory(atPath: ProfiledProgram.folder)
    let name = try #require(names.first { $0.hasPrefix("damaged.") })
    bytes = try Data(contentsOf: URL(fileURLWithPath: "\(ProfiledProgram.folder)/\(name)"))
    let whole = try HeapRecord(bytes)
    for length in stride(from: 4096, to: min(bytes.count, 60_000), by: 997) {
      let part = try HeapRecord(bytes.prefix(length))
      #expect(part.contexts.count <= whole.contexts.count)
    }
    #expect(throws: HeapRecord.Unreadable.self) { try HeapRecord(bytes.prefix(4095)) }
    #expect(throws: HeapRecord.Unreadable.self) { try HeapRecord(Data("LIVEHEAP".utf8) + Data(count: 5000)) }
    for offset in stride(from: 4096, to: 20_000, by: 13) {
      var changed = bytes
      changed[offset] = 0xFF
      let record = try HeapRecord(changed)
      for id in record.contexts.keys { _ = record.stack(of: id) }
    }
  }
}
