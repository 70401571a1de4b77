// An aquarium whose fish are classes, moved between tanks.

final class Fish {
  var weight: Int
  init(_ weight: Int) { self.weight = weight }
}

struct Tank {
  var fish: [Fish] = []

  mutating func add(_ weight: Int) {
    let one = Fish(weight)  // heap: Fish stored-argument; heap: Fish optimizer-limit
    fish.append(one)  // heap: [Fish] growth
  }

  func heaviest() -> Fish? {
    fish.max { $0.weight < $1.weight }
  }
}

@inline(never)
func weigh(_ weight: Int) -> Int {
  let scale = Fish(weight)
  scale.weight += 1
  return scale.weight
}

@inline(never)
func spawn(_ n: Int) -> Fish {
  Fish(n * 2)  // heap: Fish returned
}

@main
enum Aquarium {
  static func main() {
    var tank = Tank()
    for k in 1...20 { tank.add(k) }
    precondition(tank.heaviest()?.weight == 20)
    precondition(weigh(3) == 4)
    precondition(spawn(4).weight == 8)
  }
}
