// A view model's callback captures the view model.
final class ViewModel {
  var title = "untitled"
  var onChange: (() -> Void)?
  func bind() {
    onChange = { self.title += "!" }
  }
}

@inline(never) func showScreen() {
  let model = ViewModel()  // leak: cycle
  model.bind()
  model.onChange?()
  print(model.title)
}
for _ in 0..<3 { showScreen() }
