import Foundation

print(String(format: "%05.2f|%x|%@", 3.14159, 255, "s"), "a,b".components(separatedBy: ","))
