// A ledger kept in raw memory, and a scratch of unknown size.

struct Page {
  private let lines: UnsafeMutablePointer<Int>
  let count: Int

  init(_ count: Int) {
    lines = .allocate(capacity: count)  // heap: raw explicit
    lines.initialize(repeating: 0, count: count)
    self.count = count
  }

  func add(_ amount: Int, at index: Int) { lines[index] += amount }
  func sum() -> Int { (0..<count).reduce(0) { $0 + lines[$1] } }
  func free() { lines.deallocate() }
}

@inline(never)
func sorted(_ n: Int) -> Int {
  withUnsafeTemporaryAllocation(of: Int.self, capacity: n) { scratch in  // heap: raw unknown-size|explicit
    for k in 0..<n { scratch[k] = n - k }
    return scratch[0] - scratch[n - 1]
  }
}

@main
enum Ledger {
  static func main() {
    let page = Page(8)
    page.add(3, at: 1)
    page.add(4, at: 7)
    precondition(page.sum() == 7)
    page.free()
    precondition(sorted(6) == 5)
  }
}
