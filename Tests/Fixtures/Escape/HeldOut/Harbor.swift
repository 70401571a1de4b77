// A harbor of tasks: each ship unloads in one of its own.

actor Quay {
  private var unloaded: [Int] = []

  func unload(_ cargo: Int) {
    unloaded.append(cargo)  // heap: [Int] growth
  }

  func sum() -> Int { unloaded.reduce(0, +) }
}

@inline(never)
func arrive(_ quay: Quay, _ cargo: Int) -> Task<Void, Never> {
  Task { await quay.unload(cargo) }  // heap: closure captured|passed-escaping; heap: Task task-object
}

@main
enum Harbor {
  static func main() async {
    let quay = Quay()  // heap: Quay captured|passed-escaping
    var ships: [Task<Void, Never>] = []
    for k in 1...4 {
      ships.append(arrive(quay, k))  // heap: [Task<(), Never>] growth
    }
    for ship in ships { await ship.value }
    let sum = await quay.sum()
    precondition(sum == 10)
  }
}
