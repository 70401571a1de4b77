// exercise: 9.3
// title: A weak reference is asked once
// minutes: 10
// fails: prints "while there is one: a note about nobody"
// fails: prints "later: no note"
// hint: `made` may collect, as every allocation may. What was there before it may be gone after it.
// hint: Ask the weak reference once, put the answer into a frame's slot, and then allocate.
//
// A table knows users weakly. `note` makes a note about a user, if there still is
// one. It asks whether there is, and the note is about nobody all the same. Repair
// it.

import Collectors

func made(_ heap: MarkSweep) throws -> Ref {
  // Whoever allocates may collect; here we need not wait for it.
  heap.collect()
  return try heap.allocate(refs: 1, bytes: 8)
}

/// A note about a user, or null when the user is gone.
func note(_ user: WeakRef, _ heap: MarkSweep) throws -> Ref {
  if heap.load(user).isNull { return .null }
  let note = try made(heap)
  heap.store(heap.load(user), in: note, at: 0)
  return note
}

// check: leave what stands below as it is
func check() throws {
  guard let heap = MarkSweep(bytes: 1 << 18) else { return }
  defer { heap.close() }
  // Nothing else holds the user.
  let user = heap.makeWeak(try heap.allocate(refs: 0, bytes: 4))
  func words() throws -> String {
    let note = try note(user, heap)
    return note.isNull
      ? "no note" : heap.load(note, 0).isNull ? "a note about nobody" : "a note about the user"
  }
  print("while there is one:", try words())  // Prints "while there is one: a note about the user"
  heap.collect()
  print("later:", try words())  // Prints "later: no note"
}
try check()
