// A least-recently-used cache: a dictionary of nodes in a doubly linked list.

final class Link<Key, Value> {
  let key: Key
  var value: Value
  var next: Link?
  unowned(unsafe) var previous: Link?

  init(_ key: Key, _ value: Value) {
    self.key = key
    self.value = value
  }
}

struct LRU {
  private var table: [String: Link<String, Int>] = [:]
  private var first: Link<String, Int>?
  private unowned(unsafe) var last: Link<String, Int>?
  private let limit: Int

  init(limit: Int) { self.limit = limit }
  var count: Int { table.count }

  @inline(never)
  mutating func get(_ key: String) -> Int? {
    guard let link = table[key] else { return nil }
    unlink(link)
    pushFront(link)
    return link.value
  }

  @inline(never)
  mutating func put(_ key: String, _ value: Int) {
    if let link = table[key] {
      link.value = value
      return
    }
    if table.count == limit, let old = last {
      unlink(old)
      table[old.key] = nil  // heap: [String: Link<String, Int>] growth|copy-on-write !
    }
    let link = Link(key, value)  // heap: Link<String, Int> stored-argument|stored-field
    table[key] = link  // heap: [String: Link<String, Int>] growth
    pushFront(link)
  }

  private mutating func pushFront(_ link: Link<String, Int>) {
    link.next = first
    link.previous = nil
    first?.previous = link
    first = link
    if last == nil { last = link }
  }

  private mutating func unlink(_ link: Link<String, Int>) {
    let next = link.next
    if let previous = link.previous { previous.next = next } else { first = next }
    if let next { next.previous = link.previous } else { last = link.previous }
  }
}

@main
enum LRUProgram {
  static func main() {
    var cache = LRU(limit: 2)
    cache.put("a", 1)
    cache.put("b", 2)
    precondition(cache.get("a") == 1)
    cache.put("c", 3)
    precondition(cache.get("b") == nil && cache.count == 2)
  }
}
