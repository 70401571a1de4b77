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
  let ended = Channel<Bool>(capacity: 2)
  for number in 1...2 {
    Task { try await ended.send(await account.withdraw(80)) }
    // The second comes in while the first waits; or it is refused.
    while bank.waiting.receivers < number && ended.count == 0 {
      await Task.yield()
    }
  }
  for _ in 0..<bank.waiting.receivers { try await bank.send(true) }
  var done = 0
  for _ in 0..<2 where try await ended.receive() == true { done += 1 }
  print("1 refused:", done == 1)  // Prints "1 refused: true"
  print("balance:", await account.balance)  // Prints "balance: 20"
}
try await check()
