// swift-format-ignore-file
// Event sourcing: a log of existentials of three sizes, folded into a state.

protocol Event {
  var account: Int { get }
  func apply(to balance: inout Int)
}

struct Opened: Event {
  let account: Int
  func apply(to balance: inout Int) { balance = 0 }
}

struct Deposited: Event {
  let account: Int
  let amount: Int
  let reference: String
  func apply(to balance: inout Int) { balance += amount }
}

final class Corrected: Event {
  let account: Int
  let change: (Int) -> Int

  init(account: Int, change: @escaping (Int) -> Int) {
    self.account = account
    self.change = change
  }

  func apply(to balance: inout Int) { balance = change(balance) }
}

struct Journal {
  private(set) var events: [any Event] = []

  @inline(never)
  mutating func record(_ event: any Event) { events.append(event) }  // heap: [any Event] growth; heap: any Event unspecialized !; heap: any Event copy-on-write !

  @inline(never)
  mutating func recordDeposit(_ amount: Int, on account: Int) {
    events.append(Deposited(account: account, amount: amount, reference: "counter"))  // heap: [any Event] growth; heap: Deposited too-big-for-inline
  }

  @inline(never)
  func balances() -> [Int: Int] {
    events.reduce(into: [:]) { balances, event in
      event.apply(to: &balances[event.account, default: 0])  // heap: [Int: Int] growth
    }
  }

  @inline(never)
  func events(of account: Int) -> [any Event] { events.filter { $0.account == account } }  // heap: [any Event] library-call
}

@inline(never)
func opening(_ account: Int) -> any Event { Opened(account: account) }

@inline(never)
func scaling(_ account: Int, by factor: Int, plus fee: Int) -> any Event {
  Corrected(account: account) { $0 * factor + fee }  // heap: closure stored-field; heap: Corrected returned
}

@inline(never)
func first(of events: [any Event]) -> (any Event)? { events.first }

@main
enum Events {
  static func main() {
    var journal = Journal()
    journal.record(opening(1))
    journal.recordDeposit(10, on: 1)
    journal.recordDeposit(5, on: 2)
    journal.record(scaling(1, by: 3, plus: 1))
    precondition(journal.balances() == [1: 31, 2: 5])  // heap: [Int: Int] library-call
    precondition(journal.events(of: 1).count == 3)
    precondition(first(of: journal.events)?.account == 1)
  }
}
