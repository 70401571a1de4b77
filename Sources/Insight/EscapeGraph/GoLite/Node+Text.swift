// Expressions as Go's compiler prints them in its messages: literals without their elements, closures without their bodies.
// Relies on Node. Source: Go, cmd/compile/internal/ir/fmt.go, exprFmt.

extension GoLite.Node {
  /// `&T{...}`, `make([]int, n)`, `func literal`, `x.f`.
  var text: String { text(within: 0) }

  /// `a, b = x, y`
  var assignmentText: String {
    GoLite.joined(list.map { $0.text }, ", ") + " = " + GoLite.joined(right.map { $0.text }, ", ")
  }

  private func text(within outer: Int) -> String {
    if isImplicit, [.address, .dereference, .convert, .convertInterface].contains(op), let x {
      return x.text(within: outer)
    }
    let own = precedence
    return outer > own ? "(\(plain(own)))" : plain(own)
  }

  private var precedence: Int {
    switch op {
    case .unary, .address, .dereference, .receive: 7
    case .addStrings: 4
    case .binary, .logical: GoLite.Parser.precedence(name)
    default: 8
    }
  }

  private func plain(_ own: Int) -> String {
    switch op {
    case .literal: literalText
    case .null: "nil"
    case .name, .global, .function: name
    case .methodExpression: name
    case .blank: "_"
    case .closure: "func literal"
    case .pointerLiteral: "&" + (x?.text ?? "")
    case .sliceLiteral where isImplicit: "... argument"
    case .arrayLiteral, .sliceLiteral, .structLiteral, .mapLiteral:
      "\(type.text){\(list.isEmpty ? "" : "...")}"
    case .dot, .dotPointer, .methodValue:
      // A field that Go went through by itself is printed, too.
      (x?.text(within: own) ?? "") + "." + name
    case .dotType: (x?.text(within: own) ?? "") + ".(\(type.text))"
    case .index, .indexMap: (x?.text(within: own) ?? "") + "[\(y?.text ?? "")]"
    case .slice: (x?.text(within: own) ?? "") + "[\(GoLite.joined(bounds, ":"))]"
    case .convert, .convertInterface, .convertAllocating, .sliceToArray, .unsafeValue:
      (type.name ?? "(\(type.text))") + "(\(x?.text ?? ""))"
    case .unary: name + (x?.op == .unary && x?.name == name ? " " : "") + (x?.text(within: own + 1) ?? "")
    case .receive: "<-" + (x?.text(within: own + 1) ?? "")
    case .address: "&" + (x?.op == .address ? " " : "") + (x?.text(within: own + 1) ?? "")
    case .dereference: "*" + (x?.text(within: own + 1) ?? "")
    case .binary, .logical: "\(x?.text(within: own) ?? "") \(name) \(y?.text(within: own + 1) ?? "")"
    case .addStrings: GoLite.joined(list.map { $0.text(within: own) }, " + ")
    case .new: "new(\(name))"
    case .makeSlice, .makeMap, .makeChannel:
      "make(\(GoLite.joined([type.text] + list.map { $0.text }, ", ")))"
    case .append: "append"
    case .call, .callInterface: (x?.text(within: own) ?? "") + "(\(arguments))"
    case .copy, .builtin, .minMax: "\(op == .copy ? "copy" : name)(\(arguments))"
    case .panic: "panic(\(x?.text ?? ""))"
    default: name
    }
  }

  private var arguments: String {
    let isSpread = flag || list.last.map { $0.op == .sliceLiteral && $0.isImplicit } ?? false
    return GoLite.joined(list.map { $0.text }, ", ") + (isSpread ? "..." : "")
  }

  private var bounds: [String] {
    let texts = list.map { $0.op == .blank ? "" : $0.text }
    return list.last?.op == .blank ? Array(texts.dropLast()) : texts
  }

  private var literalText: String {
    let isDefault =
      type.isUntyped || type === GoLite.Basic.int || type === GoLite.Basic.string
      || type === GoLite.Basic.boolean || type === GoLite.Basic.float64
    switch constant {
    case .boolean(let value)?: return wrapped("\(value)", isDefault)
    case .integer(let value)?:
      if type === GoLite.Basic.rune || type === GoLite.Basic.untypedRune,
        let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: value))
      {
        return GoLite.quoted([scalar], "'")
      }
      return wrapped("\(value)", isDefault)
    case .float(let value)?: return wrapped(GoLite.shortened(value), isDefault)
    case .string(let value)?: return wrapped(GoLite.quoted(Array(value.unicodeScalars), "\""), isDefault)
    case nil: return name
    }
  }

  private func wrapped(_ value: String, _ isDefault: Bool) -> String {
    isDefault ? value : "\(type.text)(\(value))"
  }
}

extension GoLite {
  /// A quoted literal; a long one is cut as Go cuts it.
  static func quoted(_ scalars: [Unicode.Scalar], _ quote: String) -> String {
    var text = quote
    for scalar in scalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\\": text += "\\\\"
      case "\"" where quote == "\"": text += "\\\""
      case "'" where quote == "'": text += "\\'"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += quote
    guard text.unicodeScalars.count > 72 else { return text }
    var cut = ""
    for scalar in text.unicodeScalars.prefix(69) { cut.unicodeScalars.append(scalar) }
    return cut + "..."
  }

  /// Six digits, as `%.6g` prints them.
  static func shortened(_ value: Double) -> String {
    if let whole = Int(exactly: value), whole.magnitude < 1_000_000 { return "\(whole)" }
    var scale = 1.0
    while value.magnitude * scale < 100_000 && scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
