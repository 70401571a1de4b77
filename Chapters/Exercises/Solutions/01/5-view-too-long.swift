// The array lives as long as its scope, so the scope has to be the view's.

func firstOfSorted(_ numbers: [Int]) -> Int {
  let sorted = numbers.sorted()
  let view = sorted.span
  return view[0]
}

// check: leave what stands below as it is
print(firstOfSorted([3, 1, 2]))  // Prints "1"
