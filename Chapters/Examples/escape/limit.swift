final class Line { var bytes = InlineArray<496, UInt8>(repeating: 0) }

@inline(never) func three(_ n: Int) -> UInt8 {
  let first = Line()
  let second = Line()
  let third = Line()
  first.bytes[n] = 1
  second.bytes[n] = 2
  third.bytes[n] = 3
  return first.bytes[0] + second.bytes[0] + third.bytes[0]
}
