// The bytes 8,192 to 9,999 are on the third page, so the first page that may go is the fourth.

import Glibc

struct Buffer {
  let start: UnsafeMutableRawPointer
  let bytes: Int

  /// Gives back what holds none of the first `used` bytes.
  func shrink(to used: Int) {
    let kept = (used + 4095) / 4096 * 4096
    madvise(start + kept, bytes - kept, MADV_DONTNEED)
  }
}

// check: leave what stands below as it is
func check() {
  let pages = 1024
  let bytes = pages * 4096
  let start = mmap(
    nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
  madvise(start, bytes, MADV_NOHUGEPAGE)
  memset(start, 7, bytes)
  let buffer = Buffer(start: start, bytes: bytes)
  buffer.shrink(to: 10_000)
  var isThere = [UInt8](repeating: 0, count: pages)
  mincore(start, bytes, &isThere)
  print("resident: \(isThere.count { $0 & 1 == 1 }) pages")  // Prints "resident: 3 pages"
  let isKept = (0..<10_000).allSatisfy { start.load(fromByteOffset: $0, as: UInt8.self) == 7 }
  print("content:", isKept ? "kept" : "lost")  // Prints "content: kept"
}
check()
