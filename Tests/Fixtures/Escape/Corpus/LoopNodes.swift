// Objects that live from one turn of a loop into the next.

final class Step {
  let n: Int
  init(_ n: Int) { self.n = n }
}

@inline(never)
func look(_ step: Step) -> Int {
  step.n
}

@inline(never)
func carried(_ limit: Int) -> Int {
  var current = Step(1)  // stack: Step
  var sum = 0
  for k in 0..<limit {
    sum += look(current)
    current = Step(k)  // heap: Step loop-carried
  }
  return sum + look(current)
}

@inline(never)
func fresh(_ limit: Int) -> Int {
  var sum = 0
  for k in 0..<limit {
    let step = Step(k)  // stack: Step
    sum += look(step)
  }
  return sum
}

@inline(never)
func optional(_ flag: Bool) -> Int {
  var step: Step?
  if flag {
    step = Step(5)  // stack: Step
  }
  if let step { return look(step) }
  return 0
}

@main
enum LoopNodes {
  static func main() {
    precondition(carried(4) == 1 + 0 + 1 + 2 + 3)
    precondition(fresh(4) == 6)
    precondition(optional(true) == 5)
  }
}
