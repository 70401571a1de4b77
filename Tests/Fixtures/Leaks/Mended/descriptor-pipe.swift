// Of a pipe's two ends one is closed.
import Glibc

@inline(never) func echo() -> Int {
  var ends: [Int32] = [0, 0]
  pipe(&ends)
  write(ends[1], "hi", 2)
  close(ends[1])
  var bytes = [UInt8](repeating: 0, count: 8)
  let count = read(ends[0], &bytes, 8)
  close(ends[0])
  return count
}
print(echo())
