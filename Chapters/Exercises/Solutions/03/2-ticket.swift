// One owner at each moment: `enter` ends the ticket's life without its `deinit`, and everywhere else the end of the scope
// is the moment to hand it back.

struct Ticket: ~Copyable {
  let seat: Int
  consuming func enter() {
    print("enter seat \(seat)")
    discard self
  }
  deinit { print("handed back \(seat)") }
}

func visit() {
  let ticket = Ticket(seat: 7)
  ticket.enter()
}

// check: leave what stands below as it is
visit()  // Prints "enter seat 7"

func use<T: ~Copyable>(_ value: consuming T) {}
func forget() {
  let ticket = Ticket(seat: 8)
  use(ticket)
}
forget()  // Prints "handed back 8"
