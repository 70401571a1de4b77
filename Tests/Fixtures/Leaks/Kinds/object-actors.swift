// Two actors that know each other.
actor Account {
  var balance = 10
  var partner: Account?
  func join(_ other: Account) { partner = other }
  func pay() async { balance -= 1; await partner?.receive() }
  func receive() { balance += 1 }
}

@inline(never) func trade() async {
  let a = Account(), b = Account()  // leak: cycle
  await a.join(b)
  await b.join(a)
  await a.pay()
  print(await a.balance, await b.balance)
}
await trade()
