import Foundation

print(ProcessInfo.processInfo.environment["TZ"] as Any)
