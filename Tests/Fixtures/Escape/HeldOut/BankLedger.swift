// Double entry: accounts by number, a journal of transfers, and an error that carries the shortfall.

final class Account {
  let number: Int
  var balance: Int
  init(number: Int, balance: Int) {
    self.number = number
    self.balance = balance
  }
}

struct Transfer {
  let from: Int
  let to: Int
  let amount: Int
}

enum BankError: Error {
  case unknown(Int)
  case short(by: Int)
}

final class Bank {
  private var accounts: [Int: Account] = [:]
  private(set) var journal: [Transfer] = []

  @inline(never)
  func open(_ number: Int, with balance: Int) {
    let account = Account(number: number, balance: balance)  // heap: Account stored-field
    accounts[number] = account  // heap: [Int: Account] growth
  }

  @inline(never)
  private func account(_ number: Int) throws -> Account {
    guard let found = accounts[number] else { throw BankError.unknown(number) }  // heap: BankError thrown
    return found
  }

  @inline(never)
  func move(_ transfer: Transfer) throws {
    let from = try account(transfer.from)
    let to = try account(transfer.to)
    guard from.balance >= transfer.amount else {
      throw BankError.short(by: transfer.amount - from.balance)  // heap: BankError thrown
    }
    from.balance -= transfer.amount
    to.balance += transfer.amount
    journal.append(transfer)  // heap: [Transfer] growth
  }
}

@main
enum BankLedger {
  static func main() {
    let bank = Bank()  // stack: Bank
    for k in 1...3 { bank.open(k, with: 100 * k) }
    var missing = 0
    for (from, to, amount) in [(1, 2, 50), (3, 1, 500), (9, 1, 1)] {
      do {
        try bank.move(Transfer(from: from, to: to, amount: amount))
      } catch BankError.short(let by) {
        missing += by
      } catch {
        missing += 1
      }
    }
    precondition(missing == 201 && bank.journal.count == 1)
  }
}
