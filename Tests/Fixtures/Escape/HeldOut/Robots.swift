// swift-format-ignore-file
// A class hierarchy with overrides, factories and a copy protocol.
class Robot {
  var battery = 10
  required init() {}
  func act() -> Robot? { nil }
  func cost() -> Int { 1 }
  final func run(_ turns: Int) -> [Robot] {
    var made: [Robot] = []
    for _ in 0..<turns where battery >= cost() {
      battery -= cost()
      if let new = act() { made.append(new) }  // heap: [Robot] growth
    }
    return made
  }
}

class Welder: Robot {
  override func cost() -> Int { 3 }
}

final class Assembler: Robot {
  var parts = [1, 2, 3]
  override func cost() -> Int { 2 }
  override func act() -> Robot? {
    guard let part = parts.popLast() else { return nil }  // heap: [Int] copy-on-write
    return part % 2 == 0 ? Welder() : Robot()  // heap: Welder returned; heap: Robot returned
  }
}

final class Clone: Welder {
  override func act() -> Robot? { type(of: self).init() }  // heap: Clone returned
}

@inline(never)
func fleet(_ kinds: [Robot.Type]) -> [Robot] { kinds.map { $0.init() } }  // heap: [Robot] library-call; heap: Robot dynamic-type

@inline(never)
func work(_ robots: [Robot]) -> Int {
  var total = 0
  for robot in robots {
    for new in robot.run(4) { total += new.cost() }
  }
  return total
}

@inline(never)
func probe(_ charge: Int) -> Int {
  let robot = Clone()
  robot.battery = charge
  return robot.cost() + robot.battery
}

func run() {
  let robots = fleet([Assembler.self, Clone.self])  // stack: [Robot.Type]
  precondition(work(robots) == 14)
  precondition(probe(5) == 8)
}

run()
