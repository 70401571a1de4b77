// exercise: 2.3
// title: A history of a million steps
// minutes: 15
// fails: crash
// hint: How many destructors are on the stack when the last step is freed?
// hint: Let go of one step at a time, in a loop, and stop where somebody else holds one: isKnownUniquelyReferenced.
//
// Each step of an undo history refers to the one before it, and says why. To
// clear a long history crashes. Let it be freed without recursion, and leave what a
// bookmark still holds as it is.

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
