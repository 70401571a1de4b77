// Composite literals, and the texts of simple ones. Relies on Checker.

extension GoLite.Checker {
  /// `T{…}`; for a type `*T`, as in elements without a type of their own, `&T{…}`.
  func composite(_ type: GoType, _ elements: [GoLite.Element], at position: Position) throws(Failure) -> Node
  {
    switch type.kind {
    case .pointer(let pointee):
      let literal = try composite(pointee, elements, at: position)
      return Node(.pointerLiteral, position, type, literal)
    case .structure(let fields): return try structure(type, fields, elements, at: position)
    case .map(let key, let value):
      let node = Node(.mapLiteral, position, type)
      for element in elements {
        guard let text = element.key else {
          throw fails("an element of a map has a key", at: element.value.position)
        }
        node.list.append(try self.element(text, key))
        node.right.append(try self.element(element.value, value))
      }
      return node
    case .array(let count, let elementType):
      let length = count >= 0 ? count : try self.length(elements)
      let whole = count >= 0 ? type : GoType(.array(length, elementType))
      return try list(.arrayLiteral, whole, elementType, elements, at: position)
    case .slice(let elementType):
      let node = try list(.sliceLiteral, type, elementType, elements, at: position)
      node.constant = .integer(try length(elements))
      return node
    default: throw fails("\(type.text) has no literals with braces", at: position)
    }
  }

  private func list(
    _ op: GoLite.Op, _ type: GoType, _ elementType: GoType, _ elements: [GoLite.Element],
    at position: Position
  ) throws(Failure) -> Node {
    let node = Node(op, position, type)
    for element in elements { node.list.append(try self.element(element.value, elementType)) }
    return node
  }

  private func length(_ elements: [GoLite.Element]) throws(Failure) -> Int {
    var (next, length) = (0, 0)
    for element in elements {
      if let key = element.key {
        guard let index = try expression(key).constant?.integer else {
          throw fails("an index in a literal is a constant", at: key.position)
        }
        next = index
      }
      next += 1
      length = max(length, next)
    }
    return length
  }

  private func structure(
    _ type: GoType, _ fields: [GoLite.TypedField], _ elements: [GoLite.Element], at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.structLiteral, position, type)
    for (index, element) in elements.enumerated() {
      var field = index < fields.count ? fields[index] : nil
      if case .name(let name)? = element.key?.form { field = fields.first { $0.name == name } }
      guard let field else { throw fails("\(type.text) has no such field", at: element.value.position) }
      node.list.append(try self.element(element.value, field.type))
    }
    return node
  }

  private func element(_ text: Expression, _ type: GoType) throws(Failure) -> Node {
    if case .composite(nil, let elements) = text.form {
      return try composite(type, elements, at: text.position)
    }
    return try convert(try expression(text), to: type)
  }
}

extension GoLite {
  static func integer(_ text: String) -> Constant {
    let lower = text.utf8.map { $0 | 0x20 }
    var (radix, digits) = (10, text[...])
    if lower.count > 1, lower[0] == 0x30 {
      switch lower[1] {
      case UInt8(ascii: "x"): (radix, digits) = (16, text.dropFirst(2))
      case UInt8(ascii: "b"): (radix, digits) = (2, text.dropFirst(2))
      case UInt8(ascii: "o"): (radix, digits) = (8, text.dropFirst(2))
      default: (radix, digits) = (8, text.dropFirst(1))
      }
    }
    if let value = Int(digits, radix: radix) { return .integer(value) }
    var value = 0.0
    for digit in digits.utf8 {
      value =
        value * Double(radix)
        + Double(digit >= 0x61 ? digit - 0x57 : digit >= 0x41 ? digit - 0x37 : digit - 0x30)
    }
    return .float(value)
  }

  /// What a quoted literal stands for.
  static func unquoted(_ literal: String) -> String {
    let inner = Array(literal.dropFirst().dropLast().unicodeScalars)
    if literal.hasPrefix("`") { return String(literal.dropFirst().dropLast()) }
    var text = ""
    var at = 0
    while at < inner.count {
      guard inner[at] == "\\", at + 1 < inner.count else {
        text.unicodeScalars.append(inner[at])
        at += 1
        continue
      }
      let (scalar, length) = escaped(inner[(at + 1)...])
      text.unicodeScalars.append(scalar)
      at += 1 + length
    }
    return text
  }

  private static func escaped(_ rest: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Int) {
    guard let first = rest.first else { return ("\\", 0) }
    func number(_ start: Int, _ count: Int, _ radix: Int) -> (Unicode.Scalar, Int) {
      var digits = ""
      for scalar in rest.dropFirst(start).prefix(count) { digits.unicodeScalars.append(scalar) }
      return (Unicode.Scalar(UInt32(digits, radix: radix) ?? 0xFFFD) ?? "\u{FFFD}", start + count)
    }
    switch first {
    case "n": return ("\n", 1)
    case "t": return ("\t", 1)
    case "r": return ("\r", 1)
    case "a": return ("\u{7}", 1)
    case "b": return ("\u{8}", 1)
    case "f": return ("\u{C}", 1)
    case "v": return ("\u{B}", 1)
    case "x": return number(1, 2, 16)
    case "u": return number(1, 4, 16)
    case "U": return number(1, 8, 16)
    case "0"..."7": return number(0, 3, 8)
    default: return (first, 1)
    }
  }
}
