// Dictionaries in actors and tasks: a dictionary's seed is its own address.
actor Store {
  private var items: [Int: String] = [:]
  func put(_ key: Int) { items[key] = "value \(key)" }
  var count: Int { items.count }
}

@main struct App {
  static func main() async {
    let store = Store()
    await withTaskGroup(of: Void.self) { group in
      for key in 0..<10 { group.addTask { await store.put(key) } }
    }
    print(await store.count)
  }
}
