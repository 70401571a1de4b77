// A method used as a value holds its object.
final class Controller {
  var name = "settings"
  var handler: ((Int) -> String)?
  func handle(_ code: Int) -> String { "\(name) \(code)" }
  func start() { handler = { [unowned self] in handle($0) } }
}

@inline(never) func run() {
  let controller = Controller()
  controller.start()
  print(controller.handler?(200) ?? "")
}
run()
