// Each turn frees one step whose link is empty already, so its own destructor has nothing to do. A step that a bookmark
// holds is not unique, and the loop leaves it alone: cutting it off would empty somebody else's history.

struct Link {
  var before: Step?
  var why: String
}

final class Step {
  let number: Int
  var link: Link
  init(_ number: Int, after before: Step?) {
    self.number = number
    link = Link(before: before, why: "edit")
  }
  deinit {
    var rest = link.before
    link.before = nil
    while isKnownUniquelyReferenced(&rest) {
      let next = rest!.link.before
      rest!.link.before = nil
      rest = next
    }
  }
}

// check: leave what stands below as it is
func history(_ count: Int, bookmark: Int) -> (last: Step?, bookmark: Step?) {
  var last: Step?
  var marked: Step?
  for number in 1...count {
    last = Step(number, after: last)
    if number == bookmark { marked = last }
  }
  return (last, marked)
}

func length(_ step: Step?) -> Int {
  var (count, step) = (0, step)
  while let current = step { (count, step) = (count + 1, current.link.before) }
  return count
}

func check() {
  var (last, marked) = history(1_000_000, bookmark: 100_000)
  print("steps:", length(last))  // Prints "steps: 1000000"
  last = nil
  print("kept:", length(marked))  // Prints "kept: 100000"
  marked = nil
  print("cleared")  // Prints "cleared"
}
check()
