// Specimen: a small correct chapter, the files beside it, and the changes of it that must be caught. They stand in
// Tests/Fixtures/specimens as text, so that a chapter reads as a chapter:
//
//   # title            a specimen
//   | line             a line of its chapter; x 61 FF gives bytes instead
//   file PATH          what follows belongs to a file beside it
//   ! 3:1 rule words   what is wrong with the specimen itself; `?` for a warning
//   @ rule at TEXT     a change: which rule notices it, at the first line that holds TEXT, or `at 3:2`;
//   - old              without `at`, the line at which it begins
//   + new
//
// `§` stands for the specimen's number, so that hundreds can share one book.

import Foundation
import Testing
import Toolchain

/// A complaint at a place.
struct Complaint: Hashable, Sendable {
  var rule: String
  var line: Int
  /// Nil when any will do.
  var column: Int?
  var words = ""
  var isWarning = false
}

/// One chapter and the files beside it.
struct Specimen: Sendable, CustomTestStringConvertible {
  var title: String
  /// The source file and its line.
  var place: String
  /// By path; the chapter is `chapter§.md`.
  var files: [String: [UInt8]] = [:]
  var complaints: [Complaint] = []
  var mutations: [Mutation] = []

  var testDescription: String { "\(title) (\(place))" }

  static let chapter = "chapter§.md"

  /// A change of one of the files.
  struct Mutation: Sendable {
    var rule: String
    var target: Target = .change
    var old = ""
    var new = ""
    var place: String

    /// Where it must be noticed.
    enum Target: Sendable {
      case change
      case text(String)
      case place(line: Int, column: Int?)
    }
  }

  /// The files under the number that they stand under in a book.
  func files(numbered number: Int) -> [String: [UInt8]] {
    let name = Self.name(number)
    var result: [String: [UInt8]] = [:]
    for (path, bytes) in files where !(String(validating: bytes, as: UTF8.self) ?? "").contains("sha256(") {
      let text = String(validating: bytes, as: UTF8.self)?.replacing("§", with: name)
      result[path.replacing("§", with: name)] = text.map { Array($0.utf8) } ?? bytes
    }
    // A record names the hash of a source that stands beside it.
    for (path, bytes) in files where result[path.replacing("§", with: name)] == nil {
      var text = String(decoding: bytes, as: UTF8.self).replacing("§", with: name)
      while let open = text.firstRange(of: "sha256("),
        let close = text[open.upperBound...].firstIndex(of: ")")
      {
        let source = result[String(text[open.upperBound..<close])] ?? []
        text.replaceSubrange(open.lowerBound...close, with: SHA256.hex(source))
      }
      result[path.replacing("§", with: name)] = Array(text.utf8)
    }
    return result
  }

  static func name(_ number: Int) -> String { String("000\(number)".suffix(4)) }
}

extension Specimen.Mutation {
  /// Why a change cannot be made.
  struct Impossible: Error, CustomStringConvertible { var description: String }

  /// Changes the one file that holds `old`, exactly once, and says where in the chapter that must be noticed.
  func apply(to files: inout [String: [UInt8]], number: Int) throws -> (line: Int, column: Int?) {
    let name = Specimen.name(number)
    let (old, new) = (self.old.replacing("§", with: name), self.new.replacing("§", with: name))
    let chapter = Specimen.chapter.replacing("§", with: name)
    let places = files.flatMap { path, bytes in
      String(decoding: bytes, as: UTF8.self).ranges(of: old).map { (path, $0) }
    }
    guard places.count == 1, let (path, range) = places.first else {
      throw Impossible(description: "\(place): '\(old)' stands \(places.count) times, it has to stand once")
    }
    var text = String(decoding: files[path] ?? [], as: UTF8.self)
    let same = zip(old, new).prefix { $0 == $1 }.count
    let begin = text.index(range.lowerBound, offsetBy: same)
    let line = text[..<begin].count(where: \.isNewline) + 1
    text.replaceSubrange(range, with: new)
    files[path] = Array(text.utf8)
    switch target {
    case .place(let line, let column): return (line, column)
    case .change:
      guard path == chapter else {
        throw Impossible(description: "\(place): say 'at' for a change of \(path)")
      }
      return (line, nil)
    case .text(let wanted):
      let lines = String(decoding: files[chapter] ?? [], as: UTF8.self)
        .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      guard let at = lines.firstIndex(where: { $0.contains(wanted.replacing("§", with: name)) }) else {
        throw Impossible(description: "\(place): the chapter does not hold '\(wanted)'")
      }
      return (at + 1, nil)
    }
  }
}

/// Reads a file of specimens.
struct SpecimenReader {
  private var specimens: [Specimen] = []
  private var path = Specimen.chapter
  private let file: String

  /// - Parameter name: In Tests/Fixtures/specimens, without its ending.
  static func read(_ name: String) -> [Specimen] {
    let path = TemporaryBook.root + "/Tests/Fixtures/specimens/\(name).txt"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    var reader = SpecimenReader(file: "\(name).txt")
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      reader.read(line, at: index + 1)
    }
    return reader.specimens
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ line: Substring, at number: Int) {
    let place = "\(file):\(number)"
    let rest = String(line.dropFirst(2))
    let last = specimens.count - 1
    switch line.prefix(2) {
    case "# ":
      specimens.append(Specimen(title: rest, place: place, files: [Specimen.chapter: []]))
      path = Specimen.chapter
    case "| ", "|": specimens[last].files[path, default: []] += Array((rest + "\n").utf8)
    case "x ":
      specimens[last].files[path, default: []] += rest.split(separator: " ").compactMap {
        UInt8($0, radix: 16)
      }
    case "fi":
      path = String(line.dropFirst("file ".count))
      specimens[last].files[path] = []
    case "! ", "? ": specimens[last].complaints.append(Self.complaint(rest, isWarning: line.hasPrefix("?")))
    case "@ ": specimens[last].mutations.append(Self.mutation(rest, place))
    case "- ", "-": change(last) { $0.old = Self.joined($0.old, rest) }
    case "+ ", "+": change(last) { $0.new = Self.joined($0.new, rest) }
    case "", "//": break
    default: preconditionFailure("\(place): no line of a specimen: \(line)")
    }
  }

  private mutating func change(_ last: Int, _ body: (inout Specimen.Mutation) -> Void) {
    body(&specimens[last].mutations[specimens[last].mutations.count - 1])
  }

  /// The first line is not told apart from none, and need not be: an empty line alone is never replaced.
  private static func joined(_ text: String, _ line: String) -> String {
    text.isEmpty ? line : text + "\n" + line
  }

  private static func complaint(_ text: String, isWarning: Bool) -> Complaint {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    let (line, column) = numbers(words[0])
    return Complaint(
      rule: words[1], line: line, column: column, words: words.count > 2 ? words[2] : "", isWarning: isWarning
    )
  }

  private static func mutation(_ text: String, _ place: String) -> Specimen.Mutation {
    let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
    var mutation = Specimen.Mutation(rule: parts[0], place: place)
    guard parts.count == 3 else { return mutation }
    if parts[2].first?.isNumber == true {
      let (line, column) = numbers(parts[2])
      mutation.target = .place(line: line, column: column)
    } else {
      mutation.target = .text(parts[2])
    }
    return mutation
  }

  private static func numbers(_ text: String) -> (Int, Int?) {
    let numbers = text.split(separator: ":").compactMap { Int($0) }
    return (numbers[0], numbers.count > 1 ? numbers[1] : nil)
  }
}
