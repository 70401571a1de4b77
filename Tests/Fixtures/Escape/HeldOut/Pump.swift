// swift-format-ignore-file
// A pump whose valves are captured together, apart, and weakly.

final class Pump {
  var pressure = 0
  var onFull: (() -> Void)?

  func arm(_ limit: Int) {
    onFull = { [weak self] in  // heap: @sil_weak Optional<Pump> captured; heap: side-table weak-reference; heap: closure stored-field; heap: closure optimizer-limit; heap: @sil_weak Optional<Pump> optimizer-limit
      guard let self, self.pressure > limit else { return }
      self.pressure = 0
    }
  }
}

@inline(never)
func valves() -> (open: () -> Void, read: () -> Int) {
  var flow = 0  // heap: Int captured
  let open = { flow += 1 }
  let read = { flow }
  return (open, read)
}

@main
enum PumpProgram {
  static func main() {
    let pump = Pump()  // heap: Pump optimizer-limit
    pump.arm(2)
    pump.pressure = 5
    pump.onFull?()
    precondition(pump.pressure == 0)
    let (open, read) = valves()
    open()
    open()
    precondition(read() == 2)
  }
}
