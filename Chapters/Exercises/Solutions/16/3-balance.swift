// The money is gone before anybody else can come in, and comes back if the bank refuses. Nobody sees it twice.

import Channels

actor Account {
  var balance = 100
  let bank: Channel<Bool>
  init(_ bank: Channel<Bool>) { self.bank = bank }

  func withdraw(_ amount: Int) async -> Bool {
    guard balance >= amount else { return false }
    balance -= amount
    guard (try? await bank.receive()) == true else {
      balance += amount
      return false
    }
    return true
  }
}

// check: leave what stands below as it is
func check() async throws {
  let bank = Channel<Bool>()
  let account = Account(bank)
  let tasks = (0..<2).map { _ in
    Task { await account.withdraw(80) }
  }
  // Up to two come to ask; whoever does gets a yes.
  for _ in 0..<2 {
    do throws(ChannelError) {
      try await bank.send(true, timeout: .seconds(1))
    } catch {}
  }
  var done = 0
  for task in tasks where await task.value { done += 1 }
  print("1 refused:", done == 1)  // Prints "1 refused: true"
  print("balance:", await account.balance)  // Prints "balance: 20"
}
try await check()
