// The parent owns the child, so the child's reference is weak: the parent may be gone. The card is a part of its customer,
// and unowned needs no question. The clock has to keep its owner, and lets go of it when it is over.

final class Parent {
  let name: String
  var child: Child?
  init(_ name: String) { self.name = name }
}

final class Child {
  weak var parent: Parent?
}

final class Customer {
  let name: String
  var card: Card?
  init(_ name: String) { self.name = name }
}

final class Card {
  unowned let customer: Customer
  init(_ customer: Customer) { self.customer = customer }
}

final class Clock {
  var tick: (() -> Void)?
  func stop() { tick = nil }
}

final class Owner {
  let clock = Clock()
  var ticks = 0
  func start() { clock.tick = { self.ticks += 1 } }
}

// check: leave what stands below as it is
func family() -> Child {
  let parent = Parent("Ada"), child = Child()
  parent.child = child
  child.parent = parent
  return child
}

func bank() -> (name: String, isGone: () -> Bool) {
  let customer = Customer("Bob")
  customer.card = Card(customer)
  weak let left = customer
  return (customer.card!.customer.name, { left == nil })
}

func started() -> (clock: Clock, owner: () -> Owner?) {
  let owner = Owner()
  owner.start()
  weak let left = owner
  return (owner.clock, { left })
}

func check() {
  let child = family()
  print("the orphan's parent:", child.parent?.name ?? "gone")  // Prints "the orphan's parent: gone"
  let (name, isGone) = bank()
  print("the card is \(name)'s")  // Prints "the card is Bob's"
  print("the customer:", isGone() ? "gone" : "kept")  // Prints "the customer: gone"
  let (clock, owner) = started()
  clock.tick?()
  clock.tick?()
  print("ticks:", owner()?.ticks ?? 0)  // Prints "ticks: 2"
  clock.stop()
  print("the owner:", owner() == nil ? "gone" : "kept")  // Prints "the owner: gone"
}
check()
