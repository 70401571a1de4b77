// Opaque pointers for a C-style interface: creation, callbacks with a context, and release.

final class Engine {
  var speed: Int
  init(_ speed: Int) { self.speed = speed }
}

typealias EngineRef = OpaquePointer
typealias Visitor = (UnsafeMutableRawPointer?, Int) -> Void

@inline(never)
func engineCreate(_ speed: Int) -> EngineRef {
  let engine = Engine(speed)  // heap: Engine unmanaged
  return OpaquePointer(Unmanaged.passRetained(engine).toOpaque())
}

@inline(never)
func engineSpeed(_ engine: EngineRef) -> Int {
  Unmanaged<Engine>.fromOpaque(UnsafeRawPointer(engine)).takeUnretainedValue().speed
}

@inline(never)
func engineRelease(_ engine: EngineRef) {
  Unmanaged<Engine>.fromOpaque(UnsafeRawPointer(engine)).release()
}

final class Sum {
  var total = 0
}

@inline(never)
func forEach(_ n: Int, _ context: UnsafeMutableRawPointer?, _ visit: Visitor) {
  for k in 0..<n { visit(context, k) }
}

@inline(never)
func sum(_ n: Int) -> Int {
  let sum = Sum()  // heap: Sum unmanaged|optimizer-limit
  let context = Unmanaged.passUnretained(sum).toOpaque()
  forEach(n, context) { pointer, k in
    guard let pointer else { return }
    Unmanaged<Sum>.fromOpaque(pointer).takeUnretainedValue().total += k
  }
  return sum.total
}

@main
enum Contract {
  static func main() {
    let engine = engineCreate(90)
    precondition(engineSpeed(engine) == 90)
    engineRelease(engine)
    precondition(sum(5) == 10)
  }
}
