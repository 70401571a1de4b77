// swift-format-ignore-file
// A cache that forgets what was not used for longest: a linked list of nodes with unowned links back, generic in key and value.

final class Cache<Key: Hashable, Value> {
  private final class Entry {
    let key: Key
    var value: Value
    var next: Entry?
    unowned(unsafe) var previous: Entry?

    init(_ key: Key, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  private var entries: [Key: Entry] = [:]
  private var newest: Entry?
  private var oldest: Entry?
  private let capacity: Int
  private let evicted: ((Key, Value) -> Void)?

  init(capacity: Int, evicted: ((Key, Value) -> Void)? = nil) {
    self.capacity = capacity
    self.evicted = evicted
  }

  subscript(key: Key) -> Value? {
    get {
      guard let entry = entries[key] else { return nil }
      unlink(entry)
      push(entry)
      return entry.value
    }
    set {
      if let entry = entries[key] {
        unlink(entry)
        entries[key] = nil  // heap: [Int: Cache<Int, String>.Entry] copy-on-write|growth !; heap: [Point: Cache<Point, Array<UInt8>>.Entry] copy-on-write|growth !; heap: [Key: Cache<Key, Value>.Entry] copy-on-write|growth !
      }
      guard let newValue else { return }
      let entry = Entry(key, newValue)  // heap: Cache<Int, String>.Entry stored-field|passed-escaping; heap: Cache<Point, Array<UInt8>>.Entry stored-field|passed-escaping; heap: Cache<Key, Value>.Entry stored-field|passed-escaping
      entries[key] = entry  // heap: [Int: Cache<Int, String>.Entry] growth; heap: [Point: Cache<Point, Array<UInt8>>.Entry] growth; heap: [Key: Cache<Key, Value>.Entry] growth
      push(entry)
      if entries.count > capacity, let last = oldest {
        unlink(last)
        entries[last.key] = nil  // heap: [Int: Cache<Int, String>.Entry] copy-on-write|growth !; heap: [Point: Cache<Point, Array<UInt8>>.Entry] copy-on-write|growth !; heap: [Key: Cache<Key, Value>.Entry] copy-on-write|growth !
        evicted?(last.key, last.value)
      }
    }
  }

  private func push(_ entry: Entry) {
    entry.next = newest
    newest?.previous = entry
    newest = entry
    if oldest == nil { oldest = entry }
  }

  private func unlink(_ entry: Entry) {
    entry.next?.previous = entry.previous
    if let previous = entry.previous { previous.next = entry.next } else { newest = entry.next }
    if oldest === entry { oldest = entry.previous }
    entry.next = nil
    entry.previous = nil
  }
}

struct Point: Hashable {
  let x, y: Int
}

@inline(never)
func counted(_ cache: Cache<Int, String>, _ keys: [Int]) -> Int {
  var hits = 0
  for key in keys {
    if cache[key] != nil { hits += 1 } else { cache[key] = String(repeating: "x", count: key) }  // heap: String library-call
  }
  return hits
}

@inline(never)
func tiles() -> (Cache<Point, [UInt8]>, () -> Int) {
  var bytes = 0  // heap: Int captured
  let cache = Cache<Point, [UInt8]>(capacity: 2) { bytes += $1.count }  // heap: Cache<Point, Array<UInt8>> returned
  return (cache, { bytes })
}

@main
enum Program {
  static func main() {
    let cache = Cache<Int, String>(capacity: 2)  // stack: Cache<Int, String>
    precondition(counted(cache, [20, 30, 20, 40, 30]) == 1)
    let (tiles, evicted) = tiles()
    for x in 0..<4 { tiles[Point(x: x, y: 0)] = [UInt8](repeating: 0, count: 10) }  // heap: [UInt8] library-call
    precondition(evicted() == 20)
    precondition(tiles[Point(x: 3, y: 0)]?.count == 10)
  }
}
