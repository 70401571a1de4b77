// A ferry that hands its passengers over as inout and as results.

final class Passenger {
  let name: String
  init(_ name: String) { self.name = name }
}

@inline(never)
func board(_ deck: inout Passenger?, _ name: String) {
  deck = Passenger(name)  // heap: Passenger stored-argument
}

@inline(never)
func pair(_ a: String, _ b: String) -> (Passenger, Passenger) {
  let first = Passenger(a)  // heap: Passenger returned
  let second = Passenger(b)  // heap: Passenger returned
  return (first, second)
}

@inline(never)
func same(_ a: String, _ b: String) -> Bool {
  let first = Passenger(a)  // heap: Passenger optimizer-limit
  let second = Passenger(b)  // heap: Passenger optimizer-limit
  return first === second || first.name == second.name
}

@main
enum Ferry {
  static func main() {
    var deck: Passenger?
    board(&deck, "ada")
    precondition(deck?.name == "ada")
    let both = pair("bo", "cy")
    precondition(both.1.name == "cy")
    precondition(same("x", "x"))
  }
}
