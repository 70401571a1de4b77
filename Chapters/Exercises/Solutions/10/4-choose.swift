// The order of the questions matters: what moving costs and gains decides whether to move, and the room decides how. Java's
// Serial collector answers as this function does: it copies the young, and slides the old.

struct Space {
  var live: Int, room: Int
  var isLarge = false
}

func plan(for space: Space) -> String {
  if space.isLarge || space.live > 80 { return "sweeping" }
  return space.room >= space.live ? "copying" : "sliding"
}

// check: leave what stands below as it is
print("young:", plan(for: Space(live: 5, room: 25)))  // Prints "young: copying"
print("old, full:", plan(for: Space(live: 90, room: 95)))  // Prints "old, full: sweeping"
print("old, tight:", plan(for: Space(live: 60, room: 10)))  // Prints "old, tight: sliding"
print("images:", plan(for: Space(live: 30, room: 50, isLarge: true)))  // Prints "images: sweeping"
