// Loops that keep an object of the turn before.

final class Sample {
  let time: Int
  let value: Int
  init(_ time: Int, _ value: Int) {
    self.time = time
    self.value = value
  }

  @inline(never)
  func slope(from other: Sample) -> Int {
    (value - other.value) * (time - other.time)
  }
}

@inline(never)
func slopes(_ values: [Int]) -> Int {
  var previous = Sample(-1, 0)  // stack: Sample
  var sum = 0
  for (time, value) in values.enumerated() {
    let sample = Sample(time, value)  // heap: Sample loop-carried
    sum += sample.slope(from: previous)
    previous = sample
  }
  return sum
}

@inline(never)
func last(_ values: [Int]) -> Int {
  var found: Sample?
  for (time, value) in values.enumerated() where value > 2 {
    found = Sample(time, value)  // heap: Sample loop-carried
  }
  return found?.time ?? -1
}

final class Chain {
  let n: Int
  let rest: Chain?
  init(_ n: Int, _ rest: Chain?) {
    self.n = n
    self.rest = rest
  }
}

@inline(never)
func chain(_ n: Int) -> Int {
  var head: Chain?
  for k in 0..<n {
    head = Chain(k, head)  // heap: Chain loop-carried|stored-field
  }
  var length = 0
  while let next = head {
    length += next.n
    head = next.rest
  }
  return length
}

@main
enum Rolling {
  static func main() {
    precondition(slopes([1, 3, 6]) == 6)
    precondition(last([1, 5, 2]) == 1)
    precondition(chain(5) == 10)
  }
}
