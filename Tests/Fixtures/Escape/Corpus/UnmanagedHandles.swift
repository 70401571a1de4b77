// Objects whose reference is handed out as an opaque pointer, as a C callback's context.

final class Context {
  var calls = 0
  let factor: Int
  init(_ factor: Int) { self.factor = factor }
}

typealias Callback = (UnsafeMutableRawPointer, Int) -> Int

@inline(never)
func register(_ factor: Int) -> UnsafeMutableRawPointer {
  let context = Context(factor)  // heap: Context unmanaged
  return Unmanaged.passRetained(context).toOpaque()
}

nonisolated(unsafe) let callback: Callback = { pointer, value in
  let context = Unmanaged<Context>.fromOpaque(pointer).takeUnretainedValue()
  context.calls += 1
  return value * context.factor
}

@inline(never)
func unregister(_ pointer: UnsafeMutableRawPointer) -> Int {
  let context = Unmanaged<Context>.fromOpaque(pointer).takeRetainedValue()
  return context.calls
}

struct Handle {
  let reference: Unmanaged<Context>
}

@inline(never)
func handle(_ factor: Int) -> Handle {
  Handle(reference: .passRetained(Context(factor + 1)))  // heap: Context unmanaged
}

@main
enum UnmanagedHandles {
  static func main() {
    let pointer = register(3)
    precondition(callback(pointer, 5) == 15)
    precondition(unregister(pointer) == 1)
    let handle = handle(8)
    precondition(handle.reference.takeUnretainedValue().factor == 9)
    handle.reference.release()
  }
}
