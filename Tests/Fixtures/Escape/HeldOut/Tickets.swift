// A noncopyable ticket that returns its number in its deinitializer, and work with defer.

final class Office {
  private var free: [Int]
  private(set) var log: [String] = []
  init(_ count: Int) {
    free = Array((1...count).reversed())  // heap: [Int] library-call
  }

  @inline(never)
  func issue() -> Ticket? {
    guard let number = free.popLast() else { return nil }  // heap: [Int] copy-on-write !
    return Ticket(number, self)
  }

  @inline(never)
  func takeBack(_ number: Int) { free.append(number) }  // heap: [Int] growth !

  @inline(never)
  func serve(_ name: String) -> Int {
    log.append("open")  // heap: [String] growth
    defer { log.append("close") }  // heap: [String] growth
    guard let ticket = issue() else { return 0 }
    log.append(name)  // heap: [String] growth
    return ticket.number
  }
}

struct Ticket: ~Copyable {
  let number: Int
  private let office: Office

  init(_ number: Int, _ office: Office) {
    self.number = number
    self.office = office
  }

  deinit { office.takeBack(number) }

  consuming func keep(in drawer: inout Drawer) { drawer.ticket = consume self }
}

struct Drawer: ~Copyable {
  var ticket: Ticket?
}

@inline(never)
func shut(_ office: Office) -> Int {
  var drawer = Drawer()
  if let ticket = office.issue() { ticket.keep(in: &drawer) }
  return office.serve("late")
}

@main
enum Tickets {
  static func main() {
    let office = Office(1)  // stack: Office
    precondition(office.serve("Ada") == 1 && office.serve("Bob") == 1)
    precondition(shut(office) == 0 && office.serve("Cleo") == 1)
    precondition(office.log.count == 11)
  }
}
