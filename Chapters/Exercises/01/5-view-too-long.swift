// exercise: 1.5
// title: A view that outlives what it shows
// minutes: 5
// fails: error lifetime_variable_outside_scope
// hint: Up to which line does the memory exist that `view` looks at?
// hint: The view may be used as long as the array lives. One of the two has to move.
//
// The compiler refuses `firstOfSorted`, and it is right: its memory may
// belong to somebody else by the last line. Make it return the smallest
// number, and let `view` stay a `Span`.

func firstOfSorted(_ numbers: [Int]) -> Int {
  var view: Span<Int>
  do {
    let sorted = numbers.sorted()
    view = sorted.span
  }
  return view[0]
}

// check: leave what stands below as it is
print(firstOfSorted([3, 1, 2]))  // Prints "1"
