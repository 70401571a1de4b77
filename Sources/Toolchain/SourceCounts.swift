// SourceCounts: how often each place of a source was run, as the compiler's own instrumentation counted it.
// Relies on: llvm-profdata and llvm-cov, which stand beside the Swift compiler. Source of the form: LLVM's CoverageExporterJson.

import Foundation

/// The counts of one file and one run.
package struct SourceCounts: Sendable {
  /// From a place on, up to the next segment's.
  private struct Segment {
    var line: Int
    var column: Int
    var count: Int
  }

  private let segments: [Segment]

  /// Runs a program that `ProgramBuild.makeCounting` made.
  ///
  /// - Parameters:
  ///   - file: The source, as it was given to the compiler.
  ///   - folder: For the counts.
  ///   - tools: The folder of the compiler.
  /// - Returns: Nil when the run left no counts: a program that is killed does not write them.
  /// - Throws: `ChildProcess.Failure` when a tool cannot be started.
  package init?(
    running program: String, of file: String, in folder: String, tools: String, environment: [String: String]
  ) throws(ChildProcess.Failure) {
    let raw = folder + "/counts.profraw"
    var environment = environment
    environment["LLVM_PROFILE_FILE"] = raw
    let variables = environment.map { "\($0)=\($1)" }
    var child = ChildProcess(program, [], environment: variables)
    child.outputLimit = 64 << 20
    _ = try child.run()
    let merged = folder + "/counts.profdata"
    let merging = try ChildProcess(
      tools + "/llvm-profdata", ["merge", raw, "-o", merged], environment: variables
    ).run()
    guard merging.ending == .exit(0) else { return nil }
    var exporting = ChildProcess(
      tools + "/llvm-cov", ["export", program, "-instr-profile", merged], environment: variables)
    exporting.outputLimit = 64 << 20
    let result = try exporting.run()
    guard let export = try? JSONSerialization.jsonObject(with: Data(result.standardOutput)) as? [String: Any],
      let data = export["data"] as? [[String: Any]], let files = data.first?["files"] as? [[String: Any]]
    else { return nil }
    let name = URL(fileURLWithPath: file).lastPathComponent
    let own = files.first { ($0["filename"] as? String)?.split(separator: "/").last.map(String.init) == name }
    // `[line, column, count, has a count, begins a region, is a gap]`
    segments = (own?["segments"] as? [[Any]] ?? []).compactMap { one in
      guard one.count > 3, let line = one[0] as? Int, let column = one[1] as? Int, let count = one[2] as? Int,
        one[3] as? Bool == true
      else { return nil }
      return Segment(line: line, column: column, count: count)
    }
  }

  /// How often a place was run; nil where nothing is counted.
  ///
  /// - Complexity: O(segments).
  package func count(line: Int, column: Int) -> Int? {
    segments.last { ($0.line, $0.column) <= (line, column) }?.count
  }
}
