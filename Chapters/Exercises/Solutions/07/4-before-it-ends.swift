// One way out for all of them. Real threads have it as a key with a destructor (pthread_key_create), or as the end of a
// value that cannot be copied.

/// Blocks that all threads share.
final class Shared {
  var blocks = Array(0..<100)
}

struct Failure: Error {}

/// A thread's stock.
struct Stock {
  var blocks: [Int] = []

  mutating func allocate(_ shared: Shared) -> Int? {
    if blocks.isEmpty {
      blocks = Array(shared.blocks.suffix(10))
      shared.blocks.removeLast(min(10, shared.blocks.count))
    }
    return blocks.popLast()
  }
}

/// One thread: takes blocks, gives them back, and fails if it is told to.
func work(_ shared: Shared, fails: Bool) throws {
  var stock = Stock()
  var held: [Int] = []
  defer { shared.blocks += stock.blocks + held }
  for _ in 0..<3 {
    if let block = stock.allocate(shared) { held.append(block) }
  }
  if fails { throw Failure() }
  stock.blocks += held
  held = []
}

// check: leave what stands below as it is
func check() {
  let shared = Shared()
  for thread in 0..<4 {
    do { try work(shared, fails: thread == 2) } catch {}
  }
  let left = Set(shared.blocks).count
  print("\(left) of 100 blocks are left")  // Prints "100 of 100 blocks are left"
}
check()
