// Plug-ins behind open classes and protocols: what is handed over may be kept.

final class Message {
  let body: Int
  init(_ body: Int) { self.body = body }
}

protocol Plugin: AnyObject {
  func receive(_ message: Message)
  var kept: Int { get }
}

final class Keeper: Plugin {
  private var messages: [Message] = []
  var kept: Int { messages.count }
  func receive(_ message: Message) {
    messages.append(message)  // heap: [Message] growth
  }
}

final class Ignorer: Plugin {
  var kept: Int { 0 }
  func receive(_ message: Message) {}
}

final class Host {
  private var plugins: [any Plugin] = []
  var filter: ((Message) -> Bool)?

  @inline(never)
  func install(_ plugin: any Plugin) {
    plugins.append(plugin)  // heap: [any Plugin] growth !
  }

  @inline(never)
  func broadcast(_ body: Int) -> Int {
    let message = Message(body)  // heap: Message dynamic-dispatch
    if let filter, !filter(message) { return 0 }
    for plugin in plugins { plugin.receive(message) }
    return plugins.reduce(0) { $0 + $1.kept }
  }
}

@inline(never)
func host(_ least: Int) -> Host {
  let host = Host()  // heap: Host returned
  host.install(Keeper())  // heap: Keeper passed-escaping
  host.install(Ignorer())  // heap: Ignorer passed-escaping
  host.filter = { $0.body >= least }  // heap: closure stored-field
  return host
}

@main
enum Plugins {
  static func main() {
    let host = host(2)
    precondition(host.broadcast(1) == 0)
    precondition(host.broadcast(3) == 1)
    precondition(host.broadcast(4) == 2)
  }
}
