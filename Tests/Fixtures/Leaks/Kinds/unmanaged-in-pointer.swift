// An object in raw memory that is deallocated, but never deinitialized.
final class Token { var id = 5 }

@inline(never) func store() {
  let slot = UnsafeMutablePointer<Token>.allocate(capacity: 1)
  slot.initialize(to: Token())  // leak: unreachable
  print(slot.pointee.id)
  slot.deallocate()
}
store()
