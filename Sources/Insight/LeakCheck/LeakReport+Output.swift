// LeakReport+Output: the report for a program, as JSON whose keys and words stay, and for a person: each leak with its place,
// its holders and one remedy, and at the end one sentence.

import Foundation
import Toolchain

extension LeakReport {
  private struct Document: Encodable {
    struct Entry: Encodable {
      struct Holder: Encodable {
        var type: String
        var field: String
      }
      var kind: String
      var judgement: String
      var line: Int?
      var function: String?
      var count: Int
      var bytes: Int
      var holders: [Holder]
      var confidence: String
      var remedy: String

      enum CodingKeys: String, CodingKey {
        case kind, judgement, line, function, count, bytes, holders, confidence, remedy
      }

      func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(judgement, forKey: .judgement)
        // Null where there is none: every key is always there.
        try fields.encode(line, forKey: .line)
        try fields.encode(function, forKey: .function)
        try fields.encode(count, forKey: .count)
        try fields.encode(bytes, forKey: .bytes)
        try fields.encode(holders, forKey: .holders)
        try fields.encode(confidence, forKey: .confidence)
        try fields.encode(remedy, forKey: .remedy)
      }
    }
    var file: String
    var rounds: Int
    var leaks: [Entry]
    var clean: Bool
    var skipped: [String]
    /// Only when they were asked for.
    var retained: [Owner]?
    var changes: [Census.Row]?
  }

  /// What was asked for beside the leaks.
  package struct Views {
    package var owners: [Owner]?
    package var changes: [Census.Row]?
    /// What the changes are since.
    package var base = ""

    package init() {}
  }

  /// The report for a program.
  package func json(_ views: Views = Views()) -> String {
    let entries = leaks.map { leak in
      Document.Entry(
        kind: leak.kind, judgement: leak.judgement.rawValue, line: leak.site?.line,
        function: leak.site?.function,
        count: leak.count, bytes: leak.bytes,
        holders: leak.holders.map { .init(type: $0.type, field: $0.field) },
        confidence: leak.confidence.rawValue, remedy: leak.remedy)
    }
    let document = Document(
      file: file, rounds: rounds, leaks: entries, clean: isClean, skipped: skipped, retained: views.owners,
      changes: views.changes)
    return ReadableJSON.text(of: document)
  }

  /// The report for a person.
  package func text(_ views: Views = Views()) -> String {
    var lines: [String] = []
    for leak in leaks.sorted(by: { $0.confidence > $1.confidence }) {
      lines.append("\(leak.place): \(leak.confidence) leak: \(leak.kind) (\(leak.judgement.rawValue))")
      lines.append("  \(leak.amount) made in \(leak.site?.function ?? "an unknown function")")
      if !leak.holders.isEmpty { lines.append("  held by \(leak.path)") }
      lines.append("  \(leak.remedy)")
    }
    for reason in skipped { lines.append("not judged: \(reason)") }
    let asked = (views.owners?.text() ?? "") + (views.changes?.text(since: views.base) ?? "")
    return asked + (lines + [sentence]).joined(separator: "\n") + "\n"
  }

  /// What leaked, where it was made, who holds it, what to change.
  package var sentence: String {
    let found = leaks.filter { $0.confidence >= .likely }
    guard let worst = found.max(by: { ($0.confidence, $0.bytes) < ($1.confidence, $1.bytes) }) else {
      return "leaks: none in \(file)"
    }
    let others = found.count > 1 ? " (and \(found.count - 1) more)" : ""
    let holding = worst.holders.isEmpty ? worst.absence : "\(worst.path) holds it"
    return "leaks: \(worst.amount), made at \(worst.place), leaked: \(holding); \(worst.remedy)\(others)."
  }
}

extension Site {
  /// `app.swift:12`; the function where there is no line.
  var place: String {
    guard let file, let line else { return function }
    return "\(file.split(separator: "/").last ?? ""):\(line)"
  }
}

extension Leak {
  var place: String { site?.place ?? "unknown place" }

  /// `3 ViewModel, 240 bytes`
  var amount: String { "\(count) \(name)" + (bytes > 0 ? ", \(bytes) bytes" : "") }

  /// `global registry → Session.name`
  var path: String {
    holders.map { $0.type == "global" ? "global \($0.field)" : "\($0.type).\($0.field)" }.joined(
      separator: " → ")
  }

  /// Why it leaked when nobody holds it.
  var absence: String {
    switch judgement {
    case .suspendedTask: "nobody can resume it"
    case .runningTask: "it was cancelled and runs on"
    case .unreleased: "it is open and no variable has its number"
    case .zombie: "nobody waited for it"
    default: "nobody holds it"
    }
  }
}
