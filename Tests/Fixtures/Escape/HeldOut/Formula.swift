// Formulas: parsed into an indirect enum, folded, and compiled into closures.

indirect enum Formula {
  case number(Double)
  case variable(String)
  case binary(Character, Formula, Formula)
}

struct Unexpected: Error, Equatable {
  let character: Character
}

struct FormulaParser {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func sum() throws(Unexpected) -> Formula {
    var left = try product()
    while let sign = rest.first, sign == "+" || sign == "-" {
      rest.removeFirst()
      left = .binary(sign, left, try product())  // heap: Formula indirect-case
    }
    return left
  }

  private mutating func product() throws(Unexpected) -> Formula {
    var left = try atom()
    while rest.first == "*" {
      rest.removeFirst()
      left = .binary("*", left, try atom())  // heap: Formula indirect-case
    }
    return left
  }

  private mutating func atom() throws(Unexpected) -> Formula {
    guard let first = rest.first else { throw Unexpected(character: "?") }
    if first.isNumber {
      let digits = rest.prefix { $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return .number(Double(digits) ?? 0)  // heap: Formula indirect-case
    }
    guard first.isLetter else { throw Unexpected(character: first) }
    rest.removeFirst()
    return .variable(String(first))  // heap: Formula indirect-case
  }
}

typealias Evaluation = ([String: Double]) -> Double

@inline(never)
func folded(_ formula: Formula) -> Formula {
  guard case .binary(let sign, let first, let second) = formula else { return formula }
  let (left, right) = (folded(first), folded(second))
  if case .number(let a) = left, case .number(let b) = right {
    return .number(sign == "+" ? a + b : sign == "-" ? a - b : a * b)  // heap: Formula indirect-case
  }
  return .binary(sign, left, right)  // heap: Formula indirect-case
}

@inline(never)
func compiled(_ formula: Formula) -> Evaluation {
  switch formula {
  case .number(let value): return { _ in value }  // heap: closure returned
  case .variable(let name): return { $0[name, default: 0] }  // heap: closure returned
  case .binary(let sign, let left, let right):
    let (a, b) = (compiled(left), compiled(right))
    switch sign {
    case "+": return { a($0) + b($0) }  // heap: closure returned
    case "-": return { a($0) - b($0) }  // heap: closure returned
    default: return { a($0) * b($0) }  // heap: closure returned
    }
  }
}

@main
enum Formulas {
  static func main() throws {
    var parser = FormulaParser("2*3+x*y-4")
    let formula = folded(try parser.sum())  // heap: Unexpected thrown !
    precondition(compiled(formula)(["x": 5, "y": 2]) == 12)  // heap: [String: Double] library-call
    var broken = FormulaParser("1+!")
    do {
      _ = try broken.sum()
    } catch {
      precondition(error == Unexpected(character: "!"))
    }
  }
}
