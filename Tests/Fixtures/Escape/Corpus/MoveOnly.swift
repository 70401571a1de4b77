// Noncopyable types: unique ownership without an object, until a class is inside.

struct File: ~Copyable {
  let descriptor: Int
  init(_ descriptor: Int) { self.descriptor = descriptor }
  consuming func close() -> Int { descriptor }
}

final class Backing {
  var bytes = 0
}

struct Mapped: ~Copyable {
  private let backing: Backing
  init() { backing = Backing() }  // heap: Backing returned

  @inline(never)
  func write(_ n: Int) { backing.bytes += n }
  func size() -> Int { backing.bytes }
}

struct Owned<Value: ~Copyable>: ~Copyable {
  private let pointer: UnsafeMutablePointer<Value>
  init(_ value: consuming Value) {
    pointer = .allocate(capacity: 1)  // heap: raw explicit
    pointer.initialize(to: value)
  }
  deinit {
    pointer.deinitialize(count: 1)
    pointer.deallocate()
  }
  borrowing func read<R>(_ body: (borrowing Value) -> R) -> R { body(pointer.pointee) }
}

@inline(never)
func open(_ n: Int) -> File { File(n) }

@inline(never)
func mapped(_ n: Int) -> Mapped {
  let file = Mapped()
  file.write(n)
  return file
}

@inline(never)
func owned(_ n: Int) -> Int {
  let box = Owned(File(n))
  return box.read { $0.descriptor }
}

@main
enum MoveOnly {
  static func main() {
    precondition(open(3).close() == 3)
    precondition(mapped(12).size() == 12)
    precondition(owned(5) == 5)
  }
}
