// lesson heap: what the memory of any program is for: its sites by bytes, in use and allocated, as a report and as files for
// other tools.

import ArgumentParser
import Foundation
import HeapProfiles
import Pprof
import Preload
import Toolchain

struct Heap: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a program and say which lines hold its memory and which allocated most.",
    discussion: """
      The program need know nothing of it; compile it with -g, or its functions are named without lines. Its input, output
      and exit status are its own; the report goes to standard error or to -o FILE.
        lesson heap -- ./server                        a sample each 512 KiB on average
        lesson heap -- Cache.swift                     compiled first, with -O -g
        lesson heap --every 1 -- ./server              every allocation
        lesson heap --pprof heap.pb.gz -- ./server     then: go tool pprof -http : heap.pb.gz
        lesson heap --base heap.pb.gz -- ./server      what there is more than in that run
        lesson heap --keep now -- ./server             and, while it runs: lesson heap --read now.PID
      A recursion counts as one round of it. A forked child has a profile of its own, which is counted and not shown.
      Not seen: mmap, stacks, static programs, programs with a malloc of their own, what a pool hands out again.
      """)

  @Option(help: ArgumentHelp("Mean bytes between two samples; 1 records everything.", valueName: "bytes"))
  var every = 512 << 10

  @Option(help: "Of the random numbers that choose samples.")
  var seed: UInt64 = 0

  @Flag(help: "Only what is in use at the end.")
  var inuse = false

  @Flag(help: "Only what was allocated in all.")
  var alloc = false

  @Option(help: "Rows of a table at most.")
  var top = 10

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Also write a profile for go tool pprof.", valueName: "file"))
  var pprof: String?

  @Option(help: ArgumentHelp("Also write a line for each stack.", valueName: "file"))
  var folded: String?

  @Option(help: ArgumentHelp("Also draw a flame graph.", valueName: "svg"))
  var flame: String?

  @Option(
    help: ArgumentHelp("Report what there is more than in an older --pprof file or record.", valueName: "old")
  )
  var base: String?

  @Option(
    help: ArgumentHelp(
      "Keep each process's record as PREFIX.PID, which --read reports from at any time.", valueName: "prefix")
  )
  var keep: String?

  @Option(help: ArgumentHelp("Report from a kept record and run nothing.", valueName: "file"))
  var read: String?

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty == (read == nil) {
      throw ValidationError(
        "name a program after --: lesson heap -- ls -l; or a record: lesson heap --read FILE")
    }
    if inuse, alloc {
      throw ValidationError("--inuse and --alloc are two tables, and without them both are shown")
    }
    guard every >= 1, every <= 1 << 40 else {
      throw ValidationError("--every is 1 or more bytes, up to 1 TiB")
    }
    guard top >= 1 else { throw ValidationError("--top is 1 or more rows") }
  }

  func run() throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let symbolizer = try Symbolizer(path: path)
    let old = try earlier(symbolizer)
    if let read {
      try report(try record(at: read), since: old, symbolizer, program: read, status: 0, processes: 1)
    } else {
      try profile(path, since: old, symbolizer)
    }
  }

  private func profile(_ path: String, since old: Profile?, _ symbolizer: Symbolizer) throws {
    let library = try ProfilerLibrary(
      installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    let folder =
      keep == nil ? try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path) : nil
    defer { if let folder { Interrupts.removeFolder(folder) } }
    let prefix = URL(fileURLWithPath: keep ?? folder! + "/heap").path
    let built = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(built) }
    let result = try ProfiledRun(
      try RunnableCommand(command, path: path, in: built).words, with: library.path, every: every, seed: seed,
      to: prefix,
      environment: ProcessInfo.processInfo.environment)
    if let last = result.records.last {
      try report(
        try record(at: last), since: old, symbolizer, program: command[0], status: result.status,
        processes: result.records.processes)
    } else {
      Terminal.printError(
        "heap: \(command[0]) left no profile: it allocated nothing, is static, or has a malloc of its own")
    }
    if result.status != 0 { throw Exit(code: Int32(result.status)) }
  }

  /// What --base names. Read before anything runs, so that a long run is not in vain.
  private func earlier(_ symbolizer: Symbolizer) throws -> Profile? {
    guard let base else { return nil }
    guard let file = FileManager.default.contents(atPath: base) else {
      throw Exit.refusing("\(base) cannot be read", "name a file that --pprof or --keep has written")
    }
    do {
      return file.starts(with: Array("LIVEHEAP".utf8))
        ? HeapProfile(try HeapRecord(file), symbolizer: symbolizer).profile
        : try Profile(decoding: [UInt8](file))
    } catch let error as UnreadableProfile {
      throw Exit.refusing("\(base): \(error.message)")
    } catch let error as HeapRecord.Unreadable {
      throw Exit.refusing("\(base): \(error.message)")
    }
  }

  private func difference(_ heap: HeapProfile, _ old: Profile?) throws -> HeapProfile {
    guard let old else { return heap }
    do { return try heap.subtracting(old) } catch {
      throw Exit.refusing("\(base ?? ""): \(error.message)")
    }
  }

  private func record(at file: String) throws -> HeapRecord {
    do {
      return try HeapRecord(Data(contentsOf: URL(fileURLWithPath: file)))
    } catch let error as HeapRecord.Unreadable {
      Terminal.printError("error: \(file): \(error.message)")
    } catch {
      Terminal.printError("error: \(file): \(error.localizedDescription)")
    }
    throw Exit(code: 2)
  }

  private func report(
    _ record: HeapRecord, since old: Profile?, _ symbolizer: Symbolizer, program: String, status: Int,
    processes: Int
  ) throws {
    let heap = try difference(HeapProfile(record, symbolizer: symbolizer), old)
    let type = alloc ? "alloc_space" : "inuse_space"
    if let pprof { try ReportFiles.write(Gzip.stored(heap.profile.encoded()), to: pprof) }
    if let folded { try ReportFiles.write(heap.profile.foldedStacks(of: type), to: folded) }
    if let flame {
      let title = "\(program): \(alloc ? "bytes allocated" : "bytes in use at the end")"
      try ReportFiles.write(FlameGraph(heap.profile, type: type, title: title).svg, to: flame)
    }
    let report = HeapReport(heap)
    let orders = inuse ? [HeapReport.Order.inUse] : alloc ? [.allocated] : HeapReport.Order.allCases
    let text =
      format == .json
      ? report.json(command: command, status: status, processes: processes)
      : report.text(of: program, orders: orders, top: top)
        + (processes > 1 ? "\(processes - 1) other processes had profiles of their own\n" : "")
    if let output { return try ReportFiles.write(text, to: output) }
    if read == nil { Terminal.printError(text) } else { Terminal.print(text) }
  }
}
