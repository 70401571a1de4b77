// A button's action captures the form that owns the button, and a counter.
final class Button { var action: (() -> Int)? }
final class Form {
  let button = Button()
  var sent = 0
}

@inline(never) func openForm() {
  let form = Form()
  var taps = 0
  form.button.action = { [weak form] in
    taps += 1
    form?.sent += 1
    return taps
  }
  print(form.button.action?() ?? 0)
}
openForm()
