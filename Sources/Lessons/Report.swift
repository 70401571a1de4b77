// Report: what a lesson found, once, rendered as a table for people and as JSON for programs and figures.
// JSON schema: `format` 1, `lesson`, `parameters` (name → text), `results` (the lesson's own), and `figure` when there is a
// picture of it: `name` and the data that it is drawn from. Addresses are strings `"0x…"`; all else is the same in
// every run, but in a lesson that measures time.
// Relies on: Foundation's encoder with sorted keys.

import Foundation

/// What a lesson found.
public struct Report: Sendable {
  /// A table: its heads and rows.
  public struct Table: Sendable {
    var heads: [String]
    var rows: [[String]]
  }

  var lesson: String
  var parameters: [String: String]
  /// Lines before the table.
  var introduction: [String] = []
  var table: Table?
  /// Lines after it.
  var conclusion: [String] = []
  var results: JSONValue
  var figure: JSONValue?

  /// The report as text. Columns are as wide as their widest cell; numbers stand right.
  public var text: String {
    var lines = introduction
    if let table { lines += Self.lines(of: table) }
    return (lines + conclusion).joined(separator: "\n") + "\n"
  }

  /// The report as JSON.
  public var json: String {
    var object: [String: JSONValue] = [
      "format": .number(1), "lesson": .string(lesson),
      "parameters": .object(parameters.mapValues { .string($0) }),
      "results": results,
    ]
    if let figure { object["figure"] = figure }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(JSONValue.object(object)) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static func lines(of table: Table) -> [String] {
    let all = [table.heads] + table.rows
    let widths = table.heads.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let isNumber = table.heads.indices.map { column in
      table.rows.allSatisfy { Int($0[column]) != nil || $0[column] == "-" || $0[column].hasPrefix("0x") }
    }
    return all.map { row in
      row.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber[column] ? pad + row[column] : row[column] + pad
      }.joined(separator: "  ").trimmingEnd
    }
  }
}

/// A JSON value, for reports that differ from lesson to lesson.
public enum JSONValue: Codable, Hashable, Sendable {
  /// Text.
  case string(String)
  /// A whole number.
  case number(Int)
  /// Values in order.
  case array([JSONValue])
  /// Values by name.
  case object([String: JSONValue])
  /// Nothing.
  case null

  /// Reads any of the cases.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let values = try? container.decode([JSONValue].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// Writes the value itself, without a wrapper.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    case .null: try container.encodeNil()
    }
  }
}

extension String {
  var trimmingEnd: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
