import Foundation

let isLong = #Predicate<String> { $0.count > 3 }
print(try ["a", "abcd", "xyzzy"].filter { try isLong.evaluate($0) })
