import Foundation

let p = Process()
p.executableURL = URL(fileURLWithPath: "/bin/sh")
p.arguments = ["-c", "echo from a child; exit 6"]
try p.run()
p.waitUntilExit()
print(p.terminationStatus)
