// A weak reference may become null at every allocation. Its answer is true as long as somebody holds it, and the frame's slot
// does. Between the check and the use there is no gap any more, because there is only one question.

import Collectors

func made(_ heap: MarkSweep) throws -> Ref {
  // Whoever allocates may collect; here we need not wait for it.
  heap.collect()
  return try heap.allocate(refs: 1, bytes: 8)
}

/// A note about a user, or null when the user is gone.
func note(_ user: WeakRef, _ heap: MarkSweep) throws -> Ref {
  try heap.withFrame(1) { frame in
    frame[0] = heap.load(user)
    if frame[0].isNull { return .null }
    let note = try made(heap)
    heap.store(frame[0], in: note, at: 0)
    return note
  }
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
