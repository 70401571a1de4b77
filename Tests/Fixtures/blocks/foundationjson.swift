import Foundation

struct P: Codable { var n = 1; var s = "t" }
let e = JSONEncoder(); e.outputFormatting = [.sortedKeys]
let d = try e.encode([P(), P(n: 2, s: "u")])
print(String(decoding: d, as: UTF8.self))
print(try JSONDecoder().decode([P].self, from: d).count)
