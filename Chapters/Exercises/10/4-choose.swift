// exercise: 10.4
// title: Which one, here?
// minutes: 10
// fails: prints "young: copying"
// fails: prints "old, full: copying"
// fails: prints "old, tight: copying"
// fails: prints "images: copying"
// hint: Ask first what is impossible: copying needs room for what lives, beside the heap.
// hint: Then compare what is moved. Large objects cost their size; a space that is nearly full of the living gains nearly nothing.
//
// A runtime has four spaces, and copies all of them. Choose for each: "copying",
// "sliding", or "sweeping". What lives is a percentage of the space; the room
// beside it is one, too. Copying needs as much room as lives. Moving does not pay
// where more than 80 % live or objects are large; where it pays and there is no
// room for a copy, slide.

struct Space {
  var live: Int, room: Int
  var isLarge = false
}

func plan(for space: Space) -> String {
  "copying"
}

// check: leave what stands below as it is
print("young:", plan(for: Space(live: 5, room: 25)))  // Prints "young: copying"
print("old, full:", plan(for: Space(live: 90, room: 95)))  // Prints "old, full: sweeping"
print("old, tight:", plan(for: Space(live: 60, room: 10)))  // Prints "old, tight: sliding"
print("images:", plan(for: Space(live: 30, room: 50, isLarge: true)))  // Prints "images: sweeping"
