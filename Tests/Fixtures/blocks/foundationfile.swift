import Foundation

let p = NSTemporaryDirectory() + "x.txt"
try "hi".write(toFile: p, atomically: true, encoding: .utf8)
print(try String(contentsOfFile: p, encoding: .utf8))
