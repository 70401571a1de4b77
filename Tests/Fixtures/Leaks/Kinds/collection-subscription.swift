// A subscription keeps its publisher, which keeps its subscriptions.
final class Publisher {
  var subscriptions: [Subscription] = []
  func send(_ value: Int) { for subscription in subscriptions { subscription.receive(value) } }
}
final class Subscription {
  let publisher: Publisher
  var received = 0
  init(_ publisher: Publisher) { self.publisher = publisher }
  func receive(_ value: Int) { received += value }
}

@inline(never) func publish() {
  let publisher = Publisher()  // leak: cycle
  publisher.subscriptions.append(Subscription(publisher))
  publisher.send(4)
  print(publisher.subscriptions[0].received)
}
publish()
