// A class hierarchy: overridden methods, designated initializers that call up, objects by metatype.

class Instrument {
  let strings: Int
  required init(strings: Int) { self.strings = strings }
  @inline(never)
  func tune() -> Int { strings }
  func copy() -> Instrument { Instrument(strings: strings) }  // heap: Instrument returned
}

class Lute: Instrument {
  var courses: [Int]

  required init(strings: Int) {
    courses = Array(1...strings)  // heap: [Int] library-call
    super.init(strings: strings)
  }

  @inline(never)
  override func tune() -> Int { super.tune() + courses.reduce(0, +) }
  override func copy() -> Instrument { Lute(strings: strings) }  // heap: Lute returned
}

final class Theorbo: Lute {
  var bass: Int { 8 }
  @inline(never)
  override func tune() -> Int { super.tune() * bass }
  override func copy() -> Instrument { Theorbo(strings: strings) }  // heap: Theorbo returned
}

@inline(never)
func made(_ kinds: [Instrument.Type]) -> [Instrument] {
  var all: [Instrument] = []
  for (k, kind) in kinds.enumerated() {
    all.append(kind.init(strings: k + 2))  // heap: Instrument dynamic-type; heap: [Instrument] growth
  }
  return all
}

@inline(never)
func tuned(_ instruments: [Instrument]) -> Int {
  var sum = 0
  for instrument in instruments { sum += instrument.copy().tune() }
  return sum
}

@inline(never)
func practice() -> Int {
  let lute = Lute(strings: 3)  // stack: Lute
  lute.courses[0] = 10  // heap: [Int] copy-on-write !
  return lute.courses[0] + lute.strings
}

@main
enum Instruments {
  static func main() {
    let all = made([Instrument.self, Lute.self, Theorbo.self])  // stack: [Instrument.Type]
    precondition(tuned(all) == 2 + (3 + 6) + (4 + 10) * 8 && practice() == 13)
  }
}
