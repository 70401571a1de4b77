// Objects that leave no trace outside their function, and are still not promoted.

final class Cursor {
  var position = 0

  @inline(never)
  func advance(_ n: Int) { position += n }
}

final class Holder {
  let cursor: Cursor
  init(_ cursor: Cursor) { self.cursor = cursor }

  @inline(never)
  func step() -> Int {
    cursor.advance(2)
    return cursor.position
  }
}

@inline(never)
func either(_ flag: Bool) -> Int {
  let cursor: Cursor
  if flag {
    cursor = Cursor()  // heap: Cursor optimizer-limit !
  } else {
    cursor = Cursor()  // heap: Cursor optimizer-limit !
    cursor.advance(5)
  }
  cursor.advance(1)
  return cursor.position
}

@inline(never)
func nested() -> Int {
  let holder = Holder(Cursor())  // stack: Holder; stack: Cursor
  return holder.step()
}

@inline(never)
func swapped(_ n: Int) -> Int {
  var a = Cursor()  // stack: Cursor
  var b = Cursor()  // stack: Cursor
  for _ in 0..<n {
    swap(&a, &b)
    a.advance(1)
  }
  return a.position * 10 + b.position
}

@inline(never)
func stored(_ n: Int) -> Int {
  var cursors: [Cursor] = []
  cursors.append(Cursor())  // heap: [Cursor] growth; heap: Cursor optimizer-limit|passed-opaque
  cursors[0].advance(n)
  return cursors[0].position
}

@main
enum Limits {
  static func main() {
    precondition(either(false) == 6)
    precondition(nested() == 2)
    precondition(swapped(3) == 21)
    precondition(stored(4) == 4)
  }
}
