// An actor and tasks: task objects, and what their closures hold.

actor Account {
  private var balance: Int
  init(_ balance: Int) { self.balance = balance }
  func deposit(_ amount: Int) { balance += amount }
  func current() -> Int { balance }
}

@inline(never)
func open(_ amount: Int) -> Account {
  Account(amount)  // heap: Account returned
}

@inline(never)
func later(_ account: Account, _ amount: Int) -> Task<Void, Never> {
  Task {  // heap: closure captured|passed-escaping; heap: Task task-object
    await account.deposit(amount)
  }
}

@main
enum Accounts {
  static func main() async {
    let account = open(100)
    await later(account, 20).value
    let other = Task.detached {  // heap: closure captured|passed-escaping; heap: Task task-object
      await account.current()
    }
    let seen = await other.value
    async let one: Void = account.deposit(1)
    await one
    let final = await account.current()
    precondition(seen == 120 && final == 121)
  }
}
