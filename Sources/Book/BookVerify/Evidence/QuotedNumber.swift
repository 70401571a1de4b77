// QuotedNumber: does a number in the prose say what a record holds? Prose may group digits and round: `104,612`
// and `1.9` quote 104612 and 1.8742.
// Relies on: Foundation to format at the precision that the prose shows.

import Foundation

/// A number as prose writes it.
package enum QuotedNumber {
  /// True when `text` is `value` at the precision that `text` shows. Digits may be grouped by `,` or a thin
  /// space; a text without a decimal point must be the value rounded to a whole number.
  package static func matches(_ text: String, _ value: Double) -> Bool {
    let plain = text.filter { $0 != "," && $0 != "\u{2009}" && $0 != "\u{202F}" }
    guard Double(plain) != nil else { return false }
    return plain == written(value, decimals: decimals(of: plain))
  }

  /// The value as the prose would write it: with as many decimals as `like`, grouped when `like` is or when
  /// there is none yet.
  package static func written(_ value: Double, like: String) -> String {
    guard Double(like.filter { $0 != "," }) != nil else {
      return value == value.rounded() ? written(value, decimals: 0) : written(value, decimals: 2)
    }
    let digits = written(value, decimals: decimals(of: like))
    guard like.contains(",") else { return digits }
    let parts = digits.split(separator: ".", maxSplits: 1)
    var grouped = ""
    for (offset, digit) in parts[0].reversed().enumerated() {
      if offset > 0, offset % 3 == 0, digit != "-" { grouped.append(",") }
      grouped.append(digit)
    }
    return String(grouped.reversed()) + (parts.count == 2 ? "." + parts[1] : "")
  }

  private static func decimals(of text: String) -> Int {
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text.distance(from: text.index(after: point), to: text.endIndex)
  }

  private static func written(_ value: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", locale: Locale(identifier: "en_US_POSIX"), value)
  }
}
