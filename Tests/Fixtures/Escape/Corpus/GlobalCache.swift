// A global cache: values stored behind a global, and the once of its initializer.

final class Entry {
  let key: Int
  let text: String
  init(_ key: Int, _ text: String) {
    self.key = key
    self.text = text
  }
}

final class Store {
  var entries: [Int: Entry] = [:]
  var hits = 0
}

nonisolated(unsafe) let store = Store()  // heap: Store stored-global
nonisolated(unsafe) var latest: Entry?

@inline(never)
func lookup(_ key: Int) -> Entry {
  if let found = store.entries[key] {
    store.hits += 1
    return found
  }
  let made = Entry(key, "made")  // heap: Entry returned
  store.entries[key] = made  // heap: [Int: Entry] growth
  return made
}

@inline(never)
func remember(_ key: Int) {
  latest = Entry(key, "latest")  // heap: Entry stored-global
}

@main
enum GlobalCache {
  static func main() {
    _ = lookup(1)
    _ = lookup(1)
    _ = lookup(2)
    remember(9)
    precondition(store.hits == 1)
    precondition(latest?.key == 9)
  }
}
