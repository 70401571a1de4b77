// A view model's callback captures the view model.
final class ViewModel {
  var title = "untitled"
  var onChange: (() -> Void)?
  func bind() {
    onChange = { [weak self] in self?.title += "!" }
  }
}

@inline(never) func showScreen() {
  let model = ViewModel()
  model.bind()
  model.onChange?()
  print(model.title)
}
for _ in 0..<3 { showScreen() }
