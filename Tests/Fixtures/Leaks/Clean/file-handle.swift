// Files by Foundation, which closes what it opened.
import Foundation

@inline(never) func copy() throws -> Int {
  let path = NSTemporaryDirectory() + "live-heap-clean-\(getpid()).txt"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try "some text".write(toFile: path, atomically: true, encoding: .utf8)
  let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
  let data = try handle.readToEnd() ?? Data()
  try handle.close()
  return data.count + (try FileManager.default.contentsOfDirectory(atPath: "/etc").isEmpty ? 0 : 1)
}
print(try copy())
