// A chain of handlers, each of which holds the next, and the last the server.
final class Server {
  var chain: [(String) -> String] = []
  var served = 0
}

@inline(never) func serve() {
  let server = Server()
  server.chain.append { "<" + $0 + ">" }
  server.chain.append { [weak server] request in
    server?.served += 1
    return request.uppercased()
  }
  print(server.chain.reduce("get") { $1($0) }, server.served)
}
serve()
