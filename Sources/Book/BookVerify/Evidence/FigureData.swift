// FigureData: the JSON that a figure is drawn from. It comes from a live process, so addresses differ from run to
// run; everything else must not. Two runs are compared with their addresses taken out.
// Relies on: nothing but the text; JSON as our lessons print it, addresses as strings `"0x…"`.

/// Compares what two runs of a figure's command printed.
package enum FigureData {
  /// The text with each hexadecimal address replaced by one word, so that two runs can be compared.
  ///
  /// - Complexity: O(length).
  package static func withoutAddresses(_ json: String) -> String {
    var result = ""
    var rest = Substring(json)
    while let at = rest.firstRange(of: "\"0x") {
      let digits = rest[at.upperBound...].prefix { $0.isHexDigit }
      let after = rest[at.upperBound...].dropFirst(digits.count)
      result += rest[..<at.lowerBound]
      if after.first == "\"", !digits.isEmpty {
        result += "\"[addr]\""
        rest = after.dropFirst()
      } else {
        result += rest[at]
        rest = rest[at.upperBound...]
      }
    }
    return result + rest
  }
}
