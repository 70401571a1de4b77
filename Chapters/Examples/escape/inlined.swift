final class Node {
  var value: Int
  init(_ value: Int) { self.value = value }
}
func fresh(_ n: Int) -> Node { Node(n) }
func first(_ n: Int) -> Int { fresh(n).value }
func squares(_ n: Int) -> Int {
  var list: [Int] = []
  for i in 0..<n { list.append(i * i) }
  return list[n / 2]
}
