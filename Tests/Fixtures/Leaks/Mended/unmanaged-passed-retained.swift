// An object handed to C, whose release was forgotten.
final class Session { var user = "ana" }
final class Library {
  var context: UnsafeMutableRawPointer?
}

@inline(never) func register(_ library: Library) {
  library.context = Unmanaged.passRetained(Session()).toOpaque()
}
@inline(never) func use(_ library: Library) {
  let session = Unmanaged<Session>.fromOpaque(library.context!).takeRetainedValue()
  print(session.user)
  library.context = nil
}
do {
  let library = Library()
  register(library)
  use(library)
}
