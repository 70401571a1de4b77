// A persistent list as an indirect enum: each new cell is a payload box.

indirect enum List<Element> {
  case empty
  case cell(Element, List<Element>)
}

@inline(never)
func push(_ n: Int, _ list: List<Int>) -> List<Int> {
  .cell(n, list)  // heap: List<Int> indirect-case
}

@inline(never)
func sum(_ list: List<Int>) -> Int {
  var rest = list
  var total = 0
  while case .cell(let n, let next) = rest {
    total += n
    rest = next
  }
  return total
}

@inline(never)
func range(_ n: Int) -> List<Int> {
  var list = List<Int>.empty
  for k in 0..<n {
    list = .cell(k, list)  // heap: List<Int> indirect-case
  }
  return list
}

@main
enum LinkedEnum {
  static func main() {
    let list = push(10, range(4))
    precondition(sum(list) == 16)
  }
}
