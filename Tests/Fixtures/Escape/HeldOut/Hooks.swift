// swift-format-ignore-file
// Closures stored in structs, and middleware that wraps them.
struct Call {
  var path: String
  var depth = 0
}

struct Handler {
  let name: String
  let run: (Call) -> String
}

struct App {
  private var handlers: [String: Handler] = [:]
  private var layers: [(@escaping (Call) -> String) -> (Call) -> String] = []

  mutating func on(_ path: String, _ run: @escaping (Call) -> String) {
    handlers[path] = Handler(name: path, run: run)  // heap: [String: Handler] growth
  }

  mutating func use(_ layer: @escaping (@escaping (Call) -> String) -> (Call) -> String) {
    layers.append(layer)  // heap: closure stored-field|stored-argument|returned; heap: [(@escaping (Call) -> String) -> (Call) -> String] growth
  }

  func answer(_ path: String) -> String {
    guard let handler = handlers[path] else { return "404" }
    var run = handler.run
    for layer in layers.reversed() { run = layer(run) }  // heap: closure dynamic-dispatch; heap: closure loop-carried|captured
    return run(Call(path: path))
  }
}

final class Meter {
  var calls = 0
}

@inline(never)
func app(_ meter: Meter, greeting: String) -> App {
  var app = App()
  app.on("/") { _ in greeting }  // heap: closure stored-field|returned|passed-escaping
  app.on("/depth") { call in "depth \(call.depth)" }  // heap: String growth|library-call !
  app.use { next in
    { call in  // heap: closure returned
      meter.calls += 1
      return next(Call(path: call.path, depth: call.depth + 1))
    }
  }
  app.use { next in { next($0) + "." } }  // heap: closure returned|captured; heap: String growth|library-call !
  return app
}

func run() {
  let meter = Meter()  // heap: Meter captured|passed-escaping
  let site = app(meter, greeting: "hello")
  precondition(site.answer("/") == "hello.")
  precondition(site.answer("/depth") == "depth 1.")
  precondition(site.answer("/none") == "404")
  precondition(meter.calls == 2)
}

run()
