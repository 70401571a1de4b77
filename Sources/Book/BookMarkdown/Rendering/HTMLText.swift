// HTMLText: escaping for HTML. Source: libcmark 0.30.2, src/houdini_html_e.c and src/houdini_href_e.c.
// Relies on nothing.

/// Escaping, as libcmark's houdini does it.
package enum HTMLText {
  /// What stands for itself in a URL, letters and digits aside.
  private static let safe = "-_.+!*(),%#@?=;:/$~"

  /// `&`, `<`, `>` and `"` as entities.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A link's destination: what a URL may hold stays, `&` and `'` become entities, the rest percent codes.
  package static func escapedAddress(_ address: String) -> String {
    var result = ""
    for byte in address.utf8 {
      switch byte {
      case 0x26: result += "&amp;"
      case 0x27: result += "&#x27;"
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: result.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where safe.utf8.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return result
  }
}
