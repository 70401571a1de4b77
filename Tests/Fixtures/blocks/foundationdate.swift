import Foundation

print(Date(timeIntervalSince1970: 0))
var c = Calendar(identifier: .gregorian); c.timeZone = TimeZone(identifier: "UTC")!
print(c.component(.year, from: Date(timeIntervalSince1970: 1e9)))
