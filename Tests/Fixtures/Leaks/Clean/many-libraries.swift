// Hierarchies, closures, key paths, regular expressions, coding, a queue, a process and a thread: what libraries keep is theirs.
import Foundation

struct Point: Codable, Hashable { var x = 0, y = 0 }
class Shape { var name: String { "shape" }; weak var owner: Shape?; var kids: [Shape] = [] }
final class Circle: Shape { override var name: String { "circle" } }
let shapes: [Shape] = [Circle(), Shape()]
func compose<A, B, C>(_ f: @escaping (A) -> B, _ g: @escaping (B) -> C) -> (A) -> C { { g(f($0)) } }
let h = compose({ (x: Int) in x + 1 }, { "\($0)" })
print(h(3), shapes.map(\.name))
let r = "abc 123 def 456".matches(of: #/\d+/#).map { String($0.output) }
print(r)
let data = try JSONEncoder().encode([Point(x: 1), Point(y: 2)])
print(try JSONDecoder().decode([Point].self, from: data))
let text = String(repeating: "lorem ipsum ", count: 100)
print(text.split(separator: " ").count, text.replacingOccurrences(of: "lorem", with: "x").count)
let q = DispatchQueue(label: "q"); q.async { print("async") }; q.sync {}
let url = URL(string: "https://example.com/a?b=c")!
print(url.host ?? "", Calendar(identifier: .gregorian).component(.year, from: Date(timeIntervalSince1970: 0)))
let p = Process(); p.executableURL = URL(fileURLWithPath: "/bin/echo"); p.arguments = ["hi"]
try p.run(); p.waitUntilExit(); print(p.terminationStatus)
Thread { Thread.sleep(forTimeInterval: 0.001) }.start()
