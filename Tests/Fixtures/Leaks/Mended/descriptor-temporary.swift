// A scratch file belongs to an object that does not close it.
import Glibc

final class Scratch {
  private let file: Int32
  init() {
    var name = Array("/tmp/scratchXXXXXX".utf8CString)
    file = mkstemp(&name)
    unlink(name)
  }
  deinit { close(file) }
  func append(_ text: String) -> Int { write(file, text, text.utf8.count) }
}

@inline(never) func note() -> Int { Scratch().append("a line") }
print(note())
