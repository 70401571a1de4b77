// A shop that answers requests, remembers what it has answered, and keeps a line of each in a log.

final class Answer {
  let body: [UInt8]
  init(bytes: Int) { body = [UInt8](repeating: 32, count: bytes) }
}

final class Shop {
  private var cache: [Int: Answer] = [:]
  private var log: [String] = []

  // Prices change: a key that is never asked for again stays.
  func answer(_ product: Int, version: Int) -> Answer {
    let key = product * 1000 + version
    if let known = cache[key] { return known }
    let made = Answer(bytes: 4096)
    cache[key] = made
    return made
  }

  func render(_ answer: Answer) -> Int {
    var page: [UInt8] = []
    for _ in 0..<16 { page.append(contentsOf: answer.body) }
    return page.count
  }

  func note(_ product: Int) {
    log.append("product \(product) was shown to somebody")
  }
}

let shop = Shop()
var sent = 0
for request in 0..<2000 {
  let answer = shop.answer(request % 20, version: request / 100)
  sent += shop.render(answer)
  shop.note(request % 20)
}
print("sent", sent)
withExtendedLifetime(shop) {}
