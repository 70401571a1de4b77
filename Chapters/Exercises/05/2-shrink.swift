// exercise: 5.2
// title: Smaller, and not freed
// minutes: 15
// fails: prints "resident: 1024 pages"
// fails: prints "content: kept"
// hint: The kernel gives and takes whole pages. On which page is the last byte that is needed?
// hint: madvise wants an address at the start of a page, and takes whole pages from there. Round up.
//
// The buffer was full once, and only its first bytes are needed now. Let
// `shrink` give the memory of all other pages back to the kernel, without
// freeing the buffer, and without losing one of the bytes that are needed.

import Glibc

struct Buffer {
  let start: UnsafeMutableRawPointer
  let bytes: Int

  /// Gives back what holds none of the first `used` bytes.
  func shrink(to used: Int) {
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
