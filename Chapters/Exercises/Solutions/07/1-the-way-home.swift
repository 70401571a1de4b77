// The owner looks at what was brought home when it has nothing else, and takes all of it at once: with real threads that is
// one exchange of a pointer. Source: Leijen, Zorn & de Moura, Mimalloc: Free List Sharding in Action, 2019.

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
    if shelf.free.isEmpty { swap(&shelf.free, &shelf.returned) }
    if shelf.free.isEmpty {
      shelf.free = (0..<64).map { owners.count * 64 + 63 - $0 }
      owners.append(thread)
    }
    return shelf.free.removeLast()
  }

  func free(_ block: Int, _ thread: Int) {
    let owner = owners[block / 64]
    if owner == thread {
      shelves[owner].free.append(block)
    } else {
      shelves[owner].returned.append(block)
    }
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
