// Assignments that store nothing new: `b.buf = b.buf[1:]`, `x.left = x.right`. Without this rule x would escape.
// Relies on Builder. Source: Go, cmd/compile/internal/escape/utils.go.

extension GoLite.Builder {
  func isSelfAssignment(_ target: Node, _ value: Node) -> Bool {
    if isSliceOfSelf(target, value) { return true }
    guard target.op == value.op else { return false }
    switch target.op {
    case .dot, .dotPointer: return isSameSafe(target.x, value.x)
    case .index:
      guard let left = target.y, let right = value.y, !mayAffectMemory(left), !mayAffectMemory(right) else {
        return false
      }
      return isSameSafe(target.x, value.x)
    default: return false
    }
  }

  /// `p.f = p.g[i:j]` or `*p = (*p)[i:j]`.
  private func isSliceOfSelf(_ target: Node, _ value: Node) -> Bool {
    guard target.op == .dereference || target.op == .dotPointer, let base = target.x, base.op == .name,
      value.op == .slice, let whole = value.x, whole.op == .dereference || whole.op == .dotPointer,
      let other = whole.x, other.op == .name
    else { return false }
    return base.variable === other.variable
  }

  /// The same expression, and one that has no effect.
  private func isSameSafe(_ left: Node?, _ right: Node?) -> Bool {
    guard let left, let right, left.op == right.op else { return false }
    switch left.op {
    case .name: return left.variable === right.variable
    case .global: return left.name == right.name
    case .literal: return left.constant == right.constant
    case .dot, .dotPointer: return left.name == right.name && isSameSafe(left.x, right.x)
    case .dereference, .convert: return isSameSafe(left.x, right.x)
    case .unary: return left.name == right.name && isSameSafe(left.x, right.x)
    case .index, .indexMap: return isSameSafe(left.x, right.x) && isSameSafe(left.y, right.y)
    default: return false
    }
  }

  private func mayAffectMemory(_ node: Node) -> Bool {
    switch node.op {
    case .name, .literal, .null: false
    case .binary, .index, .convert, .dot, .dotPointer, .dereference, .unary:
      (node.x.map(mayAffectMemory) ?? false) || (node.y.map(mayAffectMemory) ?? false)
    case .builtin: !(node.name == "len" || node.name == "cap") || node.list.contains(where: mayAffectMemory)
    default: true
    }
  }
}
