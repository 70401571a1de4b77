// exercise: 14.2
// title: Closed on every path
// minutes: 10
// fails: prints "open after errors: 50"
// fails: prints "open after bytes: 50"
// fails: prints "byte 0"
// hint: The statement that runs at every end of a scope is written at its beginning.
//
// A file that turns out to be empty is an error, and stays open.
// Close it on every path.

import Foundation

struct Empty: Error {}

func firstByte(of path: String) throws -> UInt8 {
  let file = open(path, O_RDONLY)
  var byte: UInt8 = 0
  guard read(file, &byte, 1) == 1 else { throw Empty() }
  close(file)
  return byte
}

// check: leave what stands below as it is
func openFiles() -> Int {
  (0..<256).count { fcntl($0, F_GETFD) >= 0 }
}

func check() {
  let before = openFiles()
  for _ in 0..<50 { _ = try? firstByte(of: "/dev/null") }
  print("open after errors:", openFiles() - before)  // Prints "open after errors: 0"
  for _ in 0..<50 { _ = try? firstByte(of: "/dev/zero") }
  print("open after bytes:", openFiles() - before)  // Prints "open after bytes: 0"
  print("byte", (try? firstByte(of: "/dev/zero")) ?? 1)  // Prints "byte 0"
}
check()
