// A vector over ManagedBuffer: one object with its elements behind it.

final class Storage: ManagedBuffer<Int, Int> {
  @inline(never)
  static func make(_ capacity: Int) -> Storage {
    let made = Storage.create(minimumCapacity: capacity) { _ in 0 }  // heap: Storage returned
    return unsafeDowncast(made, to: Storage.self)
  }
}

struct Vector {
  private var storage = Storage.make(4)

  var count: Int { storage.header }

  @inline(never)
  mutating func append(_ value: Int) {
    let used = storage.header
    if used == storage.capacity { grow() }
    storage.withUnsafeMutablePointers { header, elements in
      (elements + used).initialize(to: value)
      header.pointee = used + 1
    }
  }

  @inline(never)
  private mutating func grow() {
    let bigger = Storage.make(2 * storage.capacity)
    let used = storage.header
    storage.withUnsafeMutablePointerToElements { old in
      bigger.withUnsafeMutablePointerToElements { $0.update(from: old, count: used) }
    }
    bigger.header = used
    storage = bigger
  }

  subscript(index: Int) -> Int {
    precondition(index < count)
    return storage.withUnsafeMutablePointerToElements { $0[index] }
  }
}

@main
enum Managed {
  static func main() {
    var vector = Vector()
    for k in 0..<40 { vector.append(k * k) }
    precondition(vector.count == 40 && vector[39] == 39 * 39)
  }
}
