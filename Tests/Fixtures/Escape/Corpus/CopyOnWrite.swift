// Arrays that are shared, then written: the copy is made at the write.

@inline(never)
func doubled(_ values: [Int]) -> [Int] {
  var copy = values
  for k in copy.indices {
    copy[k] *= 2  // heap: [Int] copy-on-write
  }
  return copy
}

@inline(never)
func swapEnds(_ values: [Int]) -> [Int] {
  var copy = values
  copy.swapAt(0, copy.count - 1)  // heap: [Int] copy-on-write
  return copy
}

@inline(never)
func appended(_ values: [Int], _ extra: Int) -> [Int] {
  var copy = values
  copy.append(extra)  // heap: [Int] growth
  return copy
}

@inline(never)
func without(_ values: [Int], _ index: Int) -> [Int] {
  var copy = values
  copy.remove(at: index)  // heap: [Int] copy-on-write
  return copy
}

@main
enum CopyOnWrite {
  static func main() {
    let base = Array(1...5)  // heap: [Int] library-call
    precondition(doubled(base)[4] == 10)
    precondition(swapEnds(base)[0] == 5)
    precondition(appended(base, 6).count == 6)
    precondition(without(base, 0).first == 2)
    precondition(base == [1, 2, 3, 4, 5])
  }
}
