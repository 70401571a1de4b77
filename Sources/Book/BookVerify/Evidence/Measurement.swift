// Measurement: a record that `make bench` wrote (Chapters/measured/NAME.json): what a peer printed and the
// numbers that prose may quote by name. It says with which command, version and machine, so that nobody has
// to believe it.
// Relies on: Foundation's JSON decoder. Records are read here and written by Benchmarks/.

import BookMarkdown
import Foundation

/// One record of a measurement.
package struct Measurement: Codable, Hashable, Sendable {
  /// The schema; a reader refuses another.
  package static let currentFormat = 1

  package var format: Int
  package var name: String
  /// The command that repeats it, from the package's root.
  package var command: [String]
  /// The source that was measured; nil for a comparison over several.
  package var source: Source?
  /// `c`, `go`, `java`, `swift`; nil for a comparison.
  package var language: String?
  /// What the compiler or runtime calls itself: `go1.27.3`.
  package var version: String?
  package var machine: Machine
  /// ISO 8601, a day.
  package var date: String
  package var rounds: Int
  /// Exactly what the program printed in the round that is shown.
  package var output: String?
  /// Numbers by name, each with its unit in the name where it has one.
  package var values: [String: Double]?

  /// A file and its hash, so that a record cannot outlive the source it is about.
  package struct Source: Codable, Hashable, Sendable {
    package var path: String
    package var sha256: String
  }

  /// Where it was measured.
  package struct Machine: Codable, Hashable, Sendable {
    package var cpu: String
    package var cores: Int
    /// In MiB.
    package var memory: Int
    package var kernel: String
  }

  /// Reads every record in `folder`, by name.
  ///
  /// - Parameters:
  ///   - folder: An absolute path; a missing folder has no records.
  ///   - shown: The folder as messages print it.
  package static func all(in folder: String, shown: String) -> ([String: Measurement], [Problem]) {
    var records: [String: Measurement] = [:]
    var problems: [Problem] = []
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for file in names.sorted() where file.hasSuffix(".json") {
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
        let record = try JSONDecoder().decode(Measurement.self, from: data)
        guard record.format == currentFormat else { throw UnknownFormat(format: record.format) }
        records[String(file.dropLast(".json".count))] = record
      } catch {
        problems.append(
          Problem(
            "measured", shown + "/" + file, .init(line: 1, column: 1), "this record cannot be read: \(error)",
            remedy: "make bench writes it anew"))
      }
    }
    return (records, problems)
  }

  private struct UnknownFormat: Error, CustomStringConvertible {
    var format: Int
    var description: String { "its format is \(format), this lesson reads \(currentFormat)" }
  }
}
