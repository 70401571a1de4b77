// A socket for each try.
import Glibc

@inline(never) func canConnect() -> Bool {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  return descriptor >= 0
}
print(canConnect(), canConnect())
