// Deinitializers: one that lets self out keeps its object on the heap.

final class Tracked {
  let id: Int
  init(_ id: Int) { self.id = id }
  deinit { report(self) }
}

final class Plain {
  let id: Int
  init(_ id: Int) { self.id = id }
  deinit { plainDeaths += id }
}

nonisolated(unsafe) var plainDeaths = 0
nonisolated(unsafe) var seen: [ObjectIdentifier] = []
nonisolated(unsafe) var observer: (Tracked) -> Void = { _ in }

@inline(never)
func report(_ object: Tracked) {
  seen.append(ObjectIdentifier(object))  // heap: [ObjectIdentifier] growth
  observer(object)
}

@inline(never)
func use(_ id: Int) -> Int { id + 1 }

@inline(never)
func tracked(_ id: Int) -> Int {
  let object = Tracked(id)  // stack: Tracked
  return use(object.id)
}

@inline(never)
func plain(_ id: Int) -> Int {
  let object = Plain(id)
  return use(object.id)
}

@main
enum DeinitWatch {
  static func main() {
    precondition(tracked(4) == 5)
    precondition(plain(4) == 5)
    precondition(seen.count == 1 && plainDeaths == 4)
  }
}
