// exercise: 3.2
// title: A ticket that is good for once
// minutes: 15
// fails: prints "enter seat 7"
// fails: prints "enter seat 7"
// fails: prints "handed back 7"
// hint: A type that cannot be copied says so: ~Copyable. A method that ends the life of its value is `consuming`.
// hint: With one owner, a `deinit` knows that the ticket was not used. `discard self` in `enter` leaves it out.
//
// A ticket lets somebody in once. Make it a type that cannot be copied and
// whose `enter` takes it for good; then the compiler refuses the second use in
// `visit`, so remove that. A ticket that nobody used is handed back when it
// goes, which is the other thing that a struct could not know.

struct Ticket {
  let seat: Int
  func enter() { print("enter seat \(seat)") }
  func handBack() { print("handed back \(seat)") }
}

func visit() {
  let ticket = Ticket(seat: 7)
  let kept = ticket
  ticket.enter()
  kept.enter()
  ticket.handBack()
}

// check: leave what stands below as it is
visit()  // Prints "enter seat 7"

func use<T: ~Copyable>(_ value: consuming T) {}
func forget() {
  let ticket = Ticket(seat: 8)
  use(ticket)
}
forget()  // Prints "handed back 8"
