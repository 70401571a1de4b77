// ReadableJSON: JSON as this project writes it for people and diffs: a value a line, sorted keys, a newline at the end; the
// same bytes from the same value.
// Relies on: Foundation's encoder.

import Foundation

/// Writes JSON.
package enum ReadableJSON {
  /// The bytes of a value, or none when a number in it is not finite.
  package static func bytes(of value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return [] }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  package static func text(of value: some Encodable) -> String {
    String(decoding: bytes(of: value), as: UTF8.self)
  }
}
