// optimized
import Foundation

print((1...5).map { String(format: "%02d", $0) }.joined(separator: " "))
