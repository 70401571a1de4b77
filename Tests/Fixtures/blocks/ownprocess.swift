import Foundation

let status = try String(contentsOfFile: "/proc/\(getpid())/status", encoding: .utf8)
print(status.contains("\nPid:\t\(getpid())\n"))
