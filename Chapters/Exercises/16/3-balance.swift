// exercise: 16.3
// title: Two withdrawals
// minutes: 15
// runs: timeout=20s
// fails: prints "1 refused: false"
// fails: prints "balance: -60"
// hint: What has to be true behind the `await`? And who could see the money in between?
// hint: Take the money before you ask, and put it back if the answer is no.
//
// Between the check and the change the account waits for its bank, and
// somebody else comes in. Let one of two withdrawals of 80 be refused, and
// keep the `await`.

import Channels

actor Account {
  var balance = 100
  let bank: Channel<Bool>
  init(_ bank: Channel<Bool>) { self.bank = bank }

  func withdraw(_ amount: Int) async -> Bool {
    guard balance >= amount else { return false }
    guard (try? await bank.receive()) == true else { return false }
    balance -= amount
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
