// The error path forgets the buffer.
import Glibc

@inline(never) func parse(_ text: String) -> Int? {
  let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: 256)
  defer { buffer.deallocate() }
  text.withCString { strncpy(buffer, $0, 255) }
  guard let number = Int(String(cString: buffer)) else { return nil }
  return number
}
print(parse("12") ?? -1, parse("twelve") ?? -1)
