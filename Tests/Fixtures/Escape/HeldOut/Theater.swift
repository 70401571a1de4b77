// swift-format-ignore-file
// A theater whose actors are classes behind a class-bound protocol.

protocol Player: AnyObject {
  func say() -> Int
}

final class Lead: Player {
  let lines: Int
  init(_ lines: Int) { self.lines = lines }
  func say() -> Int { lines }
}

final class Extra: Player {
  func say() -> Int { 0 }
}

final class Stage {
  var cast: [any Player] = []
  weak var director: Lead?

  func hire(_ lines: Int) {
    if lines > 0 {
      cast.append(Lead(lines))  // heap: Lead stored-field; heap: [any Player] growth; heap: Lead optimizer-limit
    } else {
      cast.append(Extra())  // heap: Extra stored-field; heap: [any Player] growth; heap: Extra optimizer-limit
    }
  }
}

@inline(never)
func audition(_ player: any Player) -> Int { player.say() }

@main
enum Theater {
  static func main() {
    let stage = Stage()  // stack: Stage
    stage.hire(3)
    stage.hire(0)
    let lead = Lead(9)  // stack: Lead
    stage.director = lead  // heap: side-table weak-reference
    let sum = stage.cast.reduce(0) { $0 + audition($1) } + audition(lead)
    precondition(sum == 12 && stage.director != nil)
  }
}
