// Objects handed to methods that are found at run time.

final class Request {
  let path: String
  init(_ path: String) { self.path = path }
}

class Handler {
  var last: Request?
  func handle(_ request: Request) -> Int { 404 }
}

final class Files: Handler {
  override func handle(_ request: Request) -> Int {
    last = request
    return 200
  }
}

final class Denied: Handler {
  override func handle(_ request: Request) -> Int { 403 }
}

protocol Middleware {
  func run(_ request: Request) -> Int
}

struct Audit: Middleware {
  let code: Int
  func run(_ request: Request) -> Int { code + request.path.utf8.count }
}

struct Quiet: Middleware {
  func run(_ request: Request) -> Int { 0 }
}

@inline(never)
func route(_ handler: Handler, _ path: String) -> Int {
  handler.handle(Request(path))  // heap: Request dynamic-dispatch
}

@inline(never)
func pass(_ middleware: any Middleware, _ path: String) -> Int {
  let request = Request(path)  // heap: Request dynamic-dispatch !; stack: Request
  return middleware.run(request)
}

@inline(never)
func apply(_ path: String, _ body: (Request) -> Int) -> Int {
  let request = Request(path)  // heap: Request stored-global; heap: Request dynamic-dispatch !
  return body(request)
}

nonisolated(unsafe) var kept: Request?

@main
enum Dispatching {
  static func main() {
    let handlers = [  // stack: [AnyObject]
      Files(),  // heap: Files passed-escaping
      Denied(),  // heap: Denied passed-escaping
    ]
    var sum = 0
    for handler in handlers { sum += route(handler, "/a") }
    precondition(sum == 603)
    precondition(pass(Audit(code: 7), "/abc") + pass(Quiet(), "/") == 11)
    let called = apply("/x") {
      kept = $0
      return 1
    }
    precondition(called == 1 && kept?.path == "/x")
  }
}
