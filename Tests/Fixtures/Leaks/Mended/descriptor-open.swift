// A file that is read and not closed.
import Glibc

@inline(never) func hostName() -> String {
  let file = open("/proc/sys/kernel/hostname", O_RDONLY)
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 64)
  let count = read(file, &bytes, 64)
  return String(decoding: bytes.prefix(max(count - 1, 0)), as: UTF8.self)
}
print(hostName().isEmpty)
