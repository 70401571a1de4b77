import Foundation

FileHandle.standardError.write(Data("to stderr\n".utf8))
print("to stdout")
