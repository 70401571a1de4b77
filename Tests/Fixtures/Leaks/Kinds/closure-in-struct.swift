// The closure hides in a struct, and the struct in the object that it captures.
struct Handlers {
  var onSave: (() -> Void)?
  var onClose: (() -> Void)?
}
final class Document {
  var text = "draft"
  var handlers = Handlers()
}

@inline(never) func edit() {
  let document = Document()  // leak: cycle
  document.handlers.onSave = { document.text += " saved" }
  document.handlers.onSave?()
  print(document.text)
}
edit()
