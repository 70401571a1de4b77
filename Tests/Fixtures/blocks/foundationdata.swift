import Foundation

print(Data([1, 2, 255]).base64EncodedString(), Data("abc".utf8).count)
