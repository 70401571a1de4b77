// SwiftWords: Swift's words by how they are recognized.
// Source: The Swift Programming Language, "Lexical Structure", with the words of SE-0377 and SE-0390.

/// Swift's words.
enum SwiftWords {
  /// Keywords wherever they stand, but for a label before a colon and a member after a dot.
  static let keywords: Set<String> = [
    "actor", "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default",
    "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
    "guard", "if",
    "import", "in", "indirect", "init", "inout", "internal", "is", "let", "mutating", "nil", "nonisolated",
    "nonmutating", "operator", "override", "package", "precedencegroup", "private", "protocol", "public",
    "repeat",
    "rethrows", "return", "self", "Self", "static", "struct", "subscript", "super", "switch", "throw",
    "throws",
    "true", "try", "typealias", "var", "where", "while", "async",
  ]
  /// Keywords when another word follows.
  static let contextual: Set<String> = [
    "any", "borrowing", "consume", "consuming", "copy", "convenience", "discard", "dynamic", "each", "final",
    "infix",
    "isolated", "lazy", "macro", "open", "optional", "postfix", "prefix", "required", "sending", "some",
    "unowned",
    "unsafe", "weak",
  ]
  /// Keywords when a body follows.
  static let accessors: Set<String> = [
    "get", "set", "willSet", "didSet", "_read", "_modify", "read", "modify",
  ]
  /// The word after these is a name that is declared.
  static let namers: Set<String> = ["func", "macro"]
  /// Keywords also after a dot.
  static let members: Set<String> = ["self", "init"]
  /// Keywords that stand for a value, so that an operator follows.
  static let operands: Set<String> = ["self", "Self", "super", "nil", "true", "false"]
  /// Keywords that a colon may follow.
  static let beforeColon: Set<String> = ["default", "self", "nil", "true", "false"]
}
