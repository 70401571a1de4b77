// UnusedSlices: `// snippet.NAME` marks that no chapter shows: left over from a text that was taken out.
// Relies on: Foundation to read the sources; SliceReader's markers. Looks where chapters include from, and in Sources.

import BookMarkdown
import BookPrograms
import Foundation

/// Finds slices that nobody includes.
enum UnusedSlices {
  static func findings(of chapters: [Chapter], root: String) -> [Problem] {
    let includes = chapters.flatMap { $0.blocks.compactMap(\.options.include) }
    let used = Set(includes.map { "\($0.path)#\($0.slice ?? "")" })
    let folders = Set(includes.compactMap { $0.path.split(separator: "/").first.map(String.init) })
    return folders.union(["Sources"]).sorted().flatMap { folder in
      files(in: root, folder).flatMap { path in
        marks(in: root + "/" + path).filter { !used.contains("\(path)#\($0.name)") }.map { mark in
          Problem(
            "slice", path, .init(line: mark.line, column: 1), "no chapter shows the slice '\(mark.name)'",
            remedy: "remove the mark, or include it: include=\(path)#\(mark.name)", severity: .warning)
        }
      }
    }
  }

  private static func files(in root: String, _ folder: String) -> [String] {
    let names =
      FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
    let endings = [".swift", ".c", ".h", ".go", ".java", ".rs"]
    return names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted().map { folder + "/" + $0 }
  }

  private static func marks(in path: String) -> [(name: String, line: Int)] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let text = String(decoding: data, as: UTF8.self)
    // Most files have none, and looking at bytes is quick.
    guard text.utf8.firstRange(of: "snippet.".utf8) != nil else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      guard let name = SliceReader.marker(in: String(line)), name != "end" else { return nil }
      return (name, index + 1)
    }
  }
}
