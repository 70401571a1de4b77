// A view with a weak delegate: the weak reference needs a side table.

protocol PanelDelegate: AnyObject {
  func panelDidClose(_ panel: Panel)
}

final class Panel {
  weak var delegate: (any PanelDelegate)?

  @inline(never)
  func close() {
    delegate?.panelDidClose(self)
  }
}

final class Controller: PanelDelegate {
  var closed = 0
  let panel = Panel()  // heap: Panel stored-field; heap: Panel returned !

  @inline(never)
  func connect() {
    panel.delegate = self  // heap: side-table weak-reference
  }

  func panelDidClose(_ panel: Panel) {
    closed += 1
  }
}

@inline(never)
func makeController() -> Controller {
  let controller = Controller()  // heap: Controller returned
  controller.connect()
  return controller
}

@main
enum DelegateLink {
  static func main() {
    let controller = makeController()
    controller.panel.close()
    precondition(controller.closed == 1)
  }
}
