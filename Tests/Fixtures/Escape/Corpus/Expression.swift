// An expression tree of indirect cases, evaluated and folded.

indirect enum Expression {
  case number(Int)
  case add(Expression, Expression)
  case multiply(Expression, Expression)
}

@inline(never)
func evaluate(_ e: Expression) -> Int {
  switch e {
  case .number(let n): n
  case .add(let l, let r): evaluate(l) + evaluate(r)
  case .multiply(let l, let r): evaluate(l) * evaluate(r)
  }
}

@inline(never)
func square(_ e: Expression) -> Expression {
  .multiply(e, e)  // heap: Expression indirect-case
}

@inline(never)
func chain(_ n: Int) -> Expression {
  var e = Expression.number(0)  // heap: Expression indirect-case
  for k in 1...n {
    e = .add(e, .number(k))  // heap: Expression indirect-case
  }
  return e
}

@main
enum ExpressionProgram {
  static func main() {
    precondition(evaluate(square(chain(4))) == 100)
  }
}
