// SiteWriter: a rendered site → its folder. It writes only what changed, each file whole or not at all, and
// removes pages of its own that the book no longer has; a file that it did not make is never touched.
// Relies on: AtomicWrite; Foundation for folders. Invariant: a reader of the folder sees every file old or
// new, never half.

import BookMarkdown
import BookVerify
import Foundation

/// Writes sites and compares them with what is there.
package enum SiteWriter {
  /// The mark by which our own files are known again: every page, sheet and script carries it in its first
  /// lines.
  package static let generator = "The Live Heap, made by lesson build"

  /// What writing did.
  package struct Report: Hashable, Sendable {
    package var written: [String] = []
    package var removed: [String] = []
    package var unchanged = 0
  }

  /// How a file differs from the site.
  package enum Difference: Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    case changed(String)
    /// Of our own making, and not in the book any more.
    case stale(String)

    package var description: String {
      switch self {
      case .missing(let path): "\(path) is missing"
      case .changed(let path): "\(path) differs"
      case .stale(let path): "\(path) is no longer part of the book"
      }
    }
  }

  /// Makes `folder` hold exactly `files`, beside whatever others put there.
  ///
  /// - Throws: A `Problem` that names the file and the system's reason.
  package static func write(_ files: [SiteFile], to folder: String) throws(Problem) -> Report {
    var report = Report()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw fault(folder, "cannot be made: \(error.localizedDescription)")
    }
    // A site can be made again, so nothing waits for the disk.
    var calls = WriteCalls()
    calls.synchronize = { _ in 0 }
    for difference in differences(files, in: folder) {
      switch difference {
      case .missing(let path), .changed(let path):
        guard let file = files.first(where: { $0.path == path }) else { continue }
        do {
          try AtomicWrite(calls: calls).replace(folder + "/" + path, with: file.bytes)
        } catch {
          throw Problem(
            "site", error.path, Self.start, error.message, remedy: error.remedy, severity: .engine)
        }
        report.written.append(path)
      case .stale(let path):
        do {
          try FileManager.default.removeItem(atPath: folder + "/" + path)
        } catch {
          throw fault(folder + "/" + path, "is stale and cannot be removed: \(error.localizedDescription)")
        }
        report.removed.append(path)
      }
    }
    report.unchanged = files.count - report.written.count
    return report
  }

  /// What `write` would change, in the order of paths: empty means that the folder is fresh.
  package static func differences(_ files: [SiteFile], in folder: String) -> [Difference] {
    var result: [Difference] = []
    for file in files {
      guard let data = FileManager.default.contents(atPath: folder + "/" + file.path) else {
        result.append(.missing(file.path))
        continue
      }
      if !data.elementsEqual(file.bytes) { result.append(.changed(file.path)) }
    }
    let ours = Set(files.map(\.path))
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where !ours.contains(name) && isOurs(name, in: folder) {
      result.append(.stale(name))
    }
    return result.sorted { path($0) < path($1) }
  }

  private static func path(_ difference: Difference) -> String {
    switch difference {
    case .missing(let path), .changed(let path), .stale(let path): path
    }
  }

  private static func isOurs(_ name: String, in folder: String) -> Bool {
    guard [".html", ".js", ".css"].contains(where: { name.hasSuffix($0) }),
      let data = FileManager.default.contents(atPath: folder + "/" + name)
    else { return false }
    return String(decoding: data.prefix(2048), as: UTF8.self).contains(generator)
  }

  private static let start = SourcePosition(line: 1, column: 1)

  private static func fault(_ path: String, _ message: String) -> Problem {
    Problem("site", path, start, message, remedy: "check the permissions of its folder", severity: .engine)
  }
}
