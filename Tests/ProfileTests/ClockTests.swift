// The processor-time profiler under what programs do: threads, signals, fork, exec, exhausted memory, crashes. A program must end
// as it would have, and leave a record that can be read; whose time it is, is said where it can be known without a clock.

import Foundation
import HeapProfiles
import Testing
import Toolchain

@Suite("lesson cpu, under what programs do") struct ClockTests {
  private static let library = Result {
    try ProfilerLibrary(
      .processorTime, installed: "/nowhere", root: ProfiledProgram.root, path: ProfiledProgram.path
    ).path
  }

  @Test(
    "the program ends as it would have, and each of its processes leaves a record",
    arguments: [
      ("keep", 0), ("threads", 0), ("signals", 0), ("forks", 0), ("failing", 0), ("memory", 0),
      ("recursion", 0),
      ("abort", 134), ("crash", 139), ("kill", 137), ("_exit", 4), ("exec", 0),
    ])
  func cases(_ name: String, _ status: Int) throws {
    let folder = "\(ProfiledProgram.folder)/\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var child = ChildProcess(
      try ProfiledProgram.cases(), [name],
      environment: [
        "LD_PRELOAD=\(try Self.library.get())", "LIVE_CPU_PROFILE=\(folder)/cpu", "LIVE_CPU_RATE=1000",
        "PATH=\(ProfiledProgram.path)",
      ])
    // A deadlock ends here.
    child.watch = { _, seconds in seconds > 50 ? .timeout : nil }
    switch try child.run().ending {
    case .exit(let ended): #expect(Int(ended) == status)
    case .signal(let ended): #expect(128 + Int(ended) == status)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!files.isEmpty)
    for file in files {
      let record = try HeapRecord(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
      #expect(record.every == 1_000_000)
      let profile = CPUProfile(record, symbolizer: try ProfiledProgram.symbolizer.get()).profile
      #expect(profile.total(of: "cpu") == profile.total(of: "samples") * 1_000_000)
    }
  }
}
