// Naming: what addresses mean in the user's program. The judges ask through a protocol, so that they can be tried on heaps
// that no program made.

/// Gives addresses names.
package protocol Naming: Sendable {
  /// The innermost place of the user's own in a stack; nil when libraries alone are in it.
  func site(of stack: Int) -> Site?
  /// Whether a library that keeps things for its own use stands between the place and what was made.
  ///
  /// - Parameter isDescriptor: What was made is one, and not memory.
  func isLibrarysOwn(_ stack: Int, isDescriptor: Bool) -> Bool
  /// The user's functions in a stack, innermost first, demangled.
  func functions(of stack: Int) -> [String]
  /// A function by an address in it, demangled.
  func function(at address: UInt64) -> String?
  /// A global variable by an address in it.
  func variable(at address: UInt64) -> String?
}

extension Snapshot {
  /// A type's name as its file would write it.
  package func typeName(of block: Int) -> String {
    types[blocks[block].type].map { Self.unqualified($0.name) } ?? "object"
  }

  /// Whether the class is declared outside of the standard library's modules.
  package func isUsersObject(_ block: Int) -> Bool {
    guard blocks[block].kind == .object, let name = types[blocks[block].type]?.name else { return false }
    let libraries = [
      "Swift.", "_Concurrency.", "Foundation.", "FoundationEssentials.", "Dispatch.", "Synchronization.",
    ]
    return !libraries.contains { name.hasPrefix($0) }
  }

  /// Whether it is a collection's storage.
  func isStorage(_ block: Int) -> Bool {
    guard blocks[block].kind == .object, let name = types[blocks[block].type]?.name else { return false }
    return name.hasPrefix("Swift._") && name.contains("Storage")
  }

  /// `Bag` of `app.(unknown context at $10af).Bag`, `Box<Node>` of `app.Box<app.Node>`.
  static func unqualified(_ name: String) -> String {
    var result = ""
    var word = ""
    var isFirst = true
    let rest = name.replacing(#/\(unknown context at \$[0-9a-f]+\)\./#, with: "")
    for letter in rest {
      if letter.isLetter || letter.isNumber || letter == "_" {
        word.append(letter)
      } else if letter == ".", isFirst, !word.isEmpty {
        word = ""
        isFirst = false
      } else {
        result += word + String(letter)
        word = ""
        isFirst = letter != "."
      }
    }
    return result + word
  }
}
