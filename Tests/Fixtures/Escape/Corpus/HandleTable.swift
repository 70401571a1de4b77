// A table of opaque handles over unmanaged references.

final class Resource {
  let id: Int
  var uses = 0
  init(_ id: Int) { self.id = id }
}

struct HandleTable {
  private var handles: [Int: UnsafeMutableRawPointer] = [:]

  @inline(never)
  mutating func open(_ id: Int) {
    let resource = Resource(id)  // heap: Resource unmanaged
    handles[id] = Unmanaged.passRetained(resource).toOpaque()  // heap: [Int: UnsafeMutableRawPointer] growth
  }

  @inline(never)
  func use(_ id: Int) -> Int? {
    guard let handle = handles[id] else { return nil }
    let resource = Unmanaged<Resource>.fromOpaque(handle).takeUnretainedValue()
    resource.uses += 1
    return resource.uses
  }

  @inline(never)
  mutating func close(_ id: Int) {
    let handle = handles.removeValue(forKey: id)  // heap: [Int: UnsafeMutableRawPointer] copy-on-write !
    guard let handle else { return }
    Unmanaged<Resource>.fromOpaque(handle).release()
  }
}

nonisolated(unsafe) var root: Unmanaged<Resource>?

@inline(never)
func pin(_ id: Int) {
  root = .passRetained(Resource(-id))  // heap: Resource unmanaged
}

@main
enum HandleTableProgram {
  static func main() {
    var table = HandleTable()
    table.open(1)
    table.open(2)
    precondition(table.use(1) == 1 && table.use(1) == 2)
    table.close(1)
    precondition(table.use(1) == nil)
    table.close(2)
    pin(5)
    precondition(root?.takeRetainedValue().id == -5)
  }
}
