// EscapeRun: a file compiled and run under the heap profiler, every allocation recorded, so that a report can be held against
// what the program did.
// Relies on: HeapProfiles for the stacks; Escape judges which line each belongs to.

import Escape
import Foundation
import HeapProfiles
import Pprof
import Preload
import Toolchain

/// What a program allocated.
struct EscapeRun {
  var observed: ObservedAllocations
  /// As a shell says it.
  var status: Int

  /// Why a program could not be run.
  struct Failure: Error {
    var message: String
    var remedy: String
  }

  /// Compiles a file as its report was made, and runs it to its end; its output goes to standard error.
  ///
  /// - Parameters:
  ///   - level: `-O` or `-Onone`.
  ///   - folder: For the program and its record.
  /// - Throws: `EscapeInput.Failure` when it does not link, `Failure` when it cannot be run.
  init(
    _ file: String, level: String, _ arguments: [String], toolchain: Toolchain, in folder: String,
    _ environment: [String: String]
  ) throws {
    guard file.hasSuffix(".swift"), let source = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Failure(message: "\(file) cannot be run", remedy: "--run wants a Swift file with a main")
    }
    let program = folder + "/program"
    let library = source.contains("@main") ? ["-parse-as-library"] : []
    var compiler = ChildProcess(
      toolchain.folder + "/bin/swiftc", [level, "-g", file, "-o", program] + library + arguments,
      environment: environment.map { "\($0)=\($1)" })
    compiler.outputLimit = 8 << 20
    let built = try compiler.run()
    guard built.ending == .exit(0) else {
      throw EscapeInput.Failure.doesNotCompile(String(decoding: built.standardError, as: UTF8.self))
    }
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let profiler = try ProfilerLibrary(
      installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    var recording = environment
    recording["LIVE_HEAP_PROFILE"] = folder + "/heap"
    recording["LIVE_HEAP_EVERY"] = "1"
    recording["LIVE_HEAP_SEED"] = "0"
    let ended = try PreloadedProgram.run(
      [program], with: profiler.path, environment: recording, output: .error)
    status = ended.status
    observed = ObservedAllocations(file: URL(fileURLWithPath: file).lastPathComponent)
    guard let record = HeapRecords(prefix: folder + "/heap", of: ended.process).last else {
      // A program that allocates nothing leaves none.
      return
    }
    let heap = HeapProfile(
      try HeapRecord(Data(contentsOf: URL(fileURLWithPath: record))), symbolizer: try Symbolizer(path: path))
    for sample in heap.profile.samples {
      let stack = heap.profile.frames(of: sample).map {
        ObservedAllocations.Frame(symbol: $0.linkName, file: $0.file, line: $0.line)
      }
      observed.add(stack, mallocs: sample.values[0], bytes: sample.values[1])
    }
  }
}
