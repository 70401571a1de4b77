// swift-format-ignore-file
// defer, inout and nested functions that capture.
struct Page {
  var lines: [String]
  var number: Int
}

struct Spool {
  private(set) var pages: [Page] = []
  private var locked = false

  mutating func withLock<Result>(_ body: (inout [Page]) -> Result) -> Result {
    locked = true
    defer { locked = false }
    return body(&pages)
  }
}

@inline(never)
func append(_ text: String, to pages: inout [Page]) {
  if pages.isEmpty || pages[pages.count - 1].lines.count == 2 {
    pages.append(Page(lines: [], number: pages.count + 1))  // heap: [Page] growth
  }
  pages[pages.count - 1].lines.append(text)  // heap: [Page] copy-on-write !; heap: [String] growth
}

@inline(never)
func rotate<T>(_ values: inout [T], by n: Int) {
  guard !values.isEmpty else { return }
  let first = values[..<n]
  values.removeFirst(n)  // heap: [Page] copy-on-write|growth|library-call; heap: [T] copy-on-write|growth|library-call|unspecialized !
  values.append(contentsOf: first)  // heap: [Page] growth !; heap: [T] growth|unspecialized !
}

@inline(never)
func numbered(_ names: [String]) -> [String] {
  var count = 0
  func next() -> Int {
    count += 1
    return count
  }
  return names.map { "\(next()). \($0)" }  // heap: [String] library-call; heap: String growth|library-call !
}

@inline(never)
func counter(from start: Int) -> (up: () -> Int, reset: () -> Void) {
  var value = start  // heap: Int captured
  return (
    {
      value += 1
      return value
    }, { value = start }  // heap: closure returned
  )
}

func run() {
  var spool = Spool()
  for name in numbered(["a", "b", "c"]) {
    spool.withLock { append(name, to: &$0) }
  }
  precondition(spool.pages.count == 2)
  spool.withLock { rotate(&$0, by: 1) }
  precondition(spool.pages[0].number == 2)
  let count = counter(from: 4)
  _ = count.up()
  precondition(count.up() == 6)
  count.reset()
  precondition(count.up() == 5)
}

run()
