// Customers own their cards, a card knows its customer without owning it, a branch chains them optionally.

final class Customer {
  let name: String
  var card: Card?
  init(_ name: String) { self.name = name }
}

final class Card {
  let number: Int
  unowned let holder: Customer
  var limit: Limit?
  init(_ number: Int, holder: Customer) {
    self.number = number
    self.holder = holder
  }
}

final class Limit {
  var cents: Int
  init(_ cents: Int) { self.cents = cents }
}

@inline(never)
func customer(_ name: String, _ number: Int) -> Customer {
  let made = Customer(name)  // heap: Customer returned
  made.card = Card(number, holder: made)  // heap: Card stored-field
  return made
}

@inline(never)
func allow(_ customer: Customer?, _ cents: Int) {
  customer?.card?.limit = Limit(cents)  // heap: Limit stored-field
}

@inline(never)
func raise(_ customer: Customer?, by cents: Int) -> Bool {
  customer?.card?.limit?.cents += cents
  return customer?.card?.limit != nil
}

@inline(never)
func greeting(_ card: Card) -> () -> Int {
  { [unowned card] in card.number + card.holder.name.utf8.count }  // heap: closure returned
}

@inline(never)
func probe(_ number: Int) -> Int {
  let holder = Customer("probe")  // heap: Customer optimizer-limit
  let card = Card(number, holder: holder)
  return card.number + card.holder.name.utf8.count
}

@main
enum CardFiles {
  static func main() {
    let ada = customer("Ada", 40)
    let bob = Customer("Bob")  // stack: Customer
    allow(ada, 500)
    allow(bob, 100)
    precondition(raise(ada, by: 20) && !raise(bob, by: 1) && !raise(nil, by: 1))
    precondition(ada.card?.limit?.cents == 520)
    let greet = greeting(ada.card!)
    precondition(greet() == 43 && probe(2) == 7)
  }
}
