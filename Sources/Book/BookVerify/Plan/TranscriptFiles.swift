// TranscriptFiles: what a console block finds in its folder: a file of the book's tree, or what a folder of it holds. They
// are copied, so that a transcript may change them; their bytes are part of the transcript's key.
// Relies on: Foundation's files; the book's root, which no path may leave.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Files for transcripts.
struct TranscriptFiles {
  let root: String

  /// The absolute path, links resolved, or nil when there is nothing or it lies outside of the root.
  func resolved(_ path: String) -> String? {
    let base = URL(fileURLWithPath: root).resolvingSymlinksInPath().standardizedFileURL.path
    let url = URL(fileURLWithPath: root + "/" + path).resolvingSymlinksInPath().standardizedFileURL
    guard url.path.hasPrefix(base + "/"), FileManager.default.fileExists(atPath: url.path) else { return nil }
    return url.path
  }

  func problem(_ path: String, of block: Block, in file: String) -> Problem? {
    guard resolved(path) == nil else { return nil }
    return Problem(
      "files", file, block.range.start, "there is nothing at '\(path)' inside of the book's package",
      remedy: "files=PATH is relative to the package's root")
  }

  /// Names and hashes of everything that is copied.
  ///
  /// - Complexity: O(bytes of the files).
  func identity(of path: String) -> [String] {
    guard let source = resolved(path) else { return [] }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
    guard isFolder.boolValue else { return [path, hash(source)] }
    let names = FileManager.default.enumerator(atPath: source)?.compactMap { $0 as? String } ?? []
    return names.sorted().flatMap { [$0, hash(source + "/" + $0)] }
  }

  private func hash(_ file: String) -> String {
    FileManager.default.contents(atPath: file).map { SHA256.hex(Array($0)) } ?? ""
  }

  /// Copies a file, or what a folder holds, into `folder`.
  func copy(_ path: String, to folder: String) throws {
    guard let source = resolved(path) else { return }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
    let names =
      isFolder.boolValue
      ? try FileManager.default.contentsOfDirectory(atPath: source).map { (source + "/" + $0, $0) }
      : [(source, URL(fileURLWithPath: source).lastPathComponent)]
    for (from, name) in names { try FileManager.default.copyItem(atPath: from, toPath: folder + "/" + name) }
  }
}
