// Slice: the part of a source file between `// snippet.NAME` and `// snippet.end` (SE-0356's markers), as a
// chapter includes it. The same for Swift, C, Go and Java.
// Relies on: Foundation to read files; the book's root, which no include may leave.

import BookMarkdown
import Foundation

/// Reads slices of source files.
package struct SliceReader {
  /// The folder that includes are relative to and must stay inside, links resolved.
  let root: String

  package init(root: String) { self.root = root }

  /// Why a slice cannot be had: a sentence, and what to do.
  package struct Missing: Error, Hashable {
    package var message: String
    package var remedy: String
  }

  /// The text of `include`: common indentation and marker lines removed, ending in one newline.
  package func text(of include: BlockOptions.Include) throws(Missing) -> String {
    let text = try file(include.path)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let name = include.slice else {
      return Self.dedent(lines.filter { Self.marker(in: $0) == nil })
    }
    return Self.dedent(try Self.slice(name, of: lines, path: include.path))
  }

  private func file(_ path: String) throws(Missing) -> String {
    let base = URL(fileURLWithPath: root).resolvingSymlinksInPath().standardizedFileURL.path
    let url = URL(fileURLWithPath: root + "/" + path).resolvingSymlinksInPath().standardizedFileURL
    guard url.path.hasPrefix(base + "/") else {
      throw Missing(message: "'\(path)' lies outside the book's package", remedy: "include from inside it")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw Missing(message: "there is no file '\(path)'", remedy: "paths are relative to the package's root")
    }
    if isFolder.boolValue { throw Missing(message: "'\(path)' is a folder", remedy: "name a file in it") }
    guard let data = FileManager.default.contents(atPath: url.path),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Missing(message: "'\(path)' cannot be read as UTF-8", remedy: "check its encoding and rights")
    }
    return text.replacing("\r\n", with: "\n")
  }

  private static func slice(_ name: String, of lines: [String], path: String) throws(Missing) -> [String] {
    let starts = lines.indices.filter { marker(in: lines[$0]) == name }
    guard let start = starts.first else {
      let names = Set(lines.compactMap { marker(in: $0) }).subtracting(["end"])
      throw Missing(
        message: "\(path) has no slice '\(name)'\(Suggestion.phrase(for: name, among: names))",
        remedy: names.isEmpty
          ? "mark one: // snippet.\(name) … // snippet.end"
          : "it has: \(names.sorted().joined(separator: ", "))")
    }
    guard starts.count == 1 else {
      throw Missing(
        message: "\(path) has the slice '\(name)' twice, on lines \(starts[0] + 1) and \(starts[1] + 1)",
        remedy: "rename one")
    }
    guard let end = lines[(start + 1)...].firstIndex(where: { marker(in: $0) != nil }),
      marker(in: lines[end]) == "end"
    else {
      throw Missing(
        message: "the slice '\(name)' of \(path), begun on line \(start + 1), never ends",
        remedy: "add // snippet.end")
    }
    return Array(lines[(start + 1)..<end])
  }

  /// The name in a marker line, `end` included.
  package static func marker(in line: String) -> String? {
    let text = line.trimmingSpaces
    guard text.hasPrefix("// snippet.") else { return nil }
    return String(text.dropFirst("// snippet.".count).trimmingSpaces)
  }

  private static func dedent(_ lines: [String]) -> String {
    let indent =
      lines.filter { !$0.trimmingSpaces.isEmpty }
      .map { $0.prefix { $0 == " " || $0 == "\t" }.count }
      .min() ?? 0
    var result = lines.map { $0.trimmingSpaces.isEmpty ? "" : String($0.dropFirst(indent)) }
    while result.first?.isEmpty == true { result.removeFirst() }
    while result.last?.isEmpty == true { result.removeLast() }
    return result.isEmpty ? "" : result.joined(separator: "\n") + "\n"
  }
}
