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
  private let build: ProgramBuild
  private let swiftc: String
  private let folder: String
  private let environment: [String: String]

  /// Compiles a file as its report was made, and runs it to its end; its output goes to standard error.
  ///
  /// - Parameters:
  ///   - level: `-O` or `-Onone`.
  ///   - libraries: Shared objects that the program is linked with.
  ///   - folder: For the program and its record.
  /// - Throws: `EscapeFailure` when it does not link or is no Swift file; what the profiler throws.
  init(
    _ file: String, level: String, _ arguments: [String], libraries: [String], toolchain: Toolchain,
    in folder: String,
    _ environment: [String: String]
  ) throws {
    guard file.hasSuffix(".swift") else {
      throw EscapeFailure.missing(
        message: "\(file) cannot be run", remedy: "--run wants a Swift file with a main")
    }
    var build = ProgramBuild(file: file)
    build.level = level
    build.arguments = arguments
    build.libraries = libraries
    self.build = build
    self.folder = folder
    self.environment = environment
    swiftc = toolchain.folder + "/bin/swiftc"
    do {
      try build.makeKeepingFrames(folder + "/program", by: swiftc, environment: environment)
    } catch let failure as ProgramBuild.Failure {
      throw EscapeFailure.doesNotCompile(failure.words)
    }
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let profiler = try ProfilerLibrary(
      installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    let run = try ProfiledRun(
      [folder + "/program"], with: profiler.path, every: 1, to: folder + "/heap", environment: environment,
      output: .error)
    status = run.status
    observed = ObservedAllocations(file: URL(fileURLWithPath: file).lastPathComponent)
    // A program that allocates nothing leaves none.
    guard let record = run.records.last else { return }
    let heap = HeapProfile(
      try HeapRecord(Data(contentsOf: URL(fileURLWithPath: record))), symbolizer: try Symbolizer(path: path))
    for sample in heap.profile.samples {
      let stack = heap.profile.frames(of: sample).map {
        ObservedAllocations.Frame(
          symbol: $0.linkName, file: $0.file, line: $0.line, isNearby: $0.isNearby)
      }
      observed.add(stack, mallocs: sample.values[0], bytes: sample.values[1])
    }
  }

  /// Runs the program once more, to count which places of its source are run.
  ///
  /// - Returns: Nil when it cannot be built so, or left no counts.
  func counts() throws -> SourceCounts? {
    do {
      try build.makeCounting(folder + "/counting", by: swiftc, environment: environment)
    } catch is ProgramBuild.Failure {
      return nil
    }
    return try SourceCounts(
      running: folder + "/counting", of: build.file, in: folder,
      tools: URL(fileURLWithPath: swiftc).deletingLastPathComponent().path, environment: environment)
  }
}
