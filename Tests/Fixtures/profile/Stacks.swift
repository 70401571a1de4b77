// Stacks: a program whose allocations come from many places: recursion, dictionaries, tasks, Foundation, regular expressions.
import Foundation

final class Node { var next: Node?; var text: String; init(_ t: String, _ n: Node?) { text = t; next = n } }
func fib(_ n: Int) -> [Int] { n < 2 ? [n] : fib(n - 1) + fib(n - 2) }
@main struct Main {
  static func main() async throws {
    var head: Node?
    for i in 0..<2000 { head = Node("a long text number \(i) that is on the heap", head) }
    print(fib(15).count)
    var d: [String: [Int]] = [:]
    for i in 0..<2000 { d["\(i % 97)", default: []].append(i) }
    let sum = await withTaskGroup(of: Int.self) { g in
      for i in 0..<50 {
        g.addTask {
          try? await Task.sleep(nanoseconds: 1000); var a: [Int] = []; for j in 0..<i * 20 { a.append(j) };
          return a.count
        }
      }
      return await g.reduce(0, +)
    }
    print(sum, d.count)
    let data = try JSONSerialization.data(withJSONObject: ["a": [1, 2, 3], "b": ["c": "d"]]);
    print(data.count)
    print("\(["a", "b", "c"].sorted().joined()) \(try "abc def".firstMatch(of: Regex("d.f"))!.output)")
  }
}
