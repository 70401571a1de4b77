// SpecimenBook: many chapters in one folder, checked by one `lesson check`, and what it said of each. A process a chapter
// would cost more than all the compiling.
// Relies on: Specimen; the JSON report.

import Foundation

/// A book of numbered chapters.
struct SpecimenBook {
  let book: TemporaryBook
  private(set) var names: [String] = []

  /// What a check said.
  struct Report {
    var status: Int32
    /// By number.
    var complaints: [Int: [Complaint]] = [:]
    /// Blocks that passed, by number.
    var passed: [Int: Int] = [:]
    var failed: [Int: Int] = [:]
    /// What belongs to no chapter.
    var others: [String] = []
  }

  /// - Parameters:
  ///   - keepsLocks: Then it has a Contents.md with all its chapters.
  ///   - name: How the folder's name begins.
  init(_ chapters: [[String: [UInt8]]], keepsLocks: Bool = false, name: String = "book") throws {
    book = try TemporaryBook([:], name: name)
    for files in chapters {
      for (path, bytes) in files { try write(bytes, to: path) }
    }
    guard keepsLocks else { return }
    let list = chapters.indices.map {
      "\($0 + 1). [C](\(Specimen.chapter.replacing("§", with: Specimen.name($0))))"
    }
    try book.write(
      "---\ntitle: T\n---\n# T\n\n## Part I. P\n\n\(list.joined(separator: "\n"))\n", to: "Contents.md")
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(fileURLWithPath: book.folder + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// One check of everything.
  func check(_ more: [String] = [], environment: [String] = []) throws -> Report {
    let result = try book.lesson(
      ["check", "--book", ".", "--format", "json"] + more, environment: environment)
    var report = Report(status: result.status)
    guard let object = try? JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    else {
      report.others = [result.errors]
      return report
    }
    for problem in object["problems"] as? [[String: Any]] ?? [] {
      let complaint = Complaint(
        rule: problem["rule"] as? String ?? "", line: problem["line"] as? Int ?? 0,
        column: problem["column"] as? Int,
        words: "\(problem["message"] ?? "") | \(problem["detail"] ?? "") | \(problem["remedy"] ?? "")",
        isWarning: problem["severity"] as? String == "warning")
      guard let number = Self.number(problem["file"] as? String ?? "") else {
        report.others.append("\(problem)")
        continue
      }
      report.complaints[number, default: []].append(complaint)
    }
    for block in object["blocks"] as? [[String: Any]] ?? [] {
      guard let number = Self.number(block["file"] as? String ?? "") else { continue }
      if block["status"] as? String == "passed" { report.passed[number, default: 0] += 1 }
      if block["status"] as? String == "failed" { report.failed[number, default: 0] += 1 }
    }
    return report
  }

  /// The four digits in a path.
  private static func number(_ path: String) -> Int? {
    path.firstMatch(of: /[0-9]{4}/).flatMap { Int($0.output) }
  }
}

extension Complaint: CustomStringConvertible {
  var description: String { "\(line):\(column ?? 0) [\(rule)] \(words)" }
}
