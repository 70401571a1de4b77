// exercise: 7.1
// title: The way home
// minutes: 15
// fails: prints "pages 100, of other threads' pages 64"
// hint: Whose is the page on which the block lies?
// hint: Another thread's shelf is not yours to pop from; it has a place where you may leave something. When does its owner look there?
//
// One thread allocates and the other frees, a hundred times. The freed blocks
// stay with the thread that freed them, so the first one takes a new page each
// time. Bring them home. A thread must not hand out blocks of another's page.

/// A thread's free blocks of one size. A block is a number; block n belongs to the thread that got the page n / 64.
final class Shelf {
  let thread: Int
  var free: [Int] = []
  /// What others have brought home.
  var returned: [Int] = []

  init(thread: Int) { self.thread = thread }
}

final class Allocator {
  let shelves = [Shelf(thread: 0), Shelf(thread: 1)]
  /// The owner of each page.
  private(set) var owners: [Int] = []

  func allocate(_ thread: Int) -> Int {
    let shelf = shelves[thread]
    if shelf.free.isEmpty {
      shelf.free = (0..<64).map { owners.count * 64 + 63 - $0 }
      owners.append(thread)
    }
    return shelf.free.removeLast()
  }

  func free(_ block: Int, _ thread: Int) {
    shelves[thread].free.append(block)
  }
}

// check: leave what stands below as it is
func check() {
  let allocator = Allocator()
  for _ in 0..<100 {
    // The one allocates, the other frees.
    let blocks = (0..<64).map { _ in allocator.allocate(0) }
    for block in blocks { allocator.free(block, 1) }
  }
  let own = (0..<64).map { _ in allocator.allocate(1) }
  let strangers = own.count { allocator.owners[$0 / 64] != 1 }
  print("pages \(allocator.owners.count), of other threads' pages \(strangers)")
  // Prints "pages 2, of other threads' pages 0"
}
check()
