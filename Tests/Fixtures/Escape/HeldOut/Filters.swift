// swift-format-ignore-file
// Filters over samples: windows in inline arrays, spans of arrays, and a chain of filters of several types.

protocol Filter {
  mutating func step(_ input: Float) -> Float
}

struct Average: Filter {
  private var window = InlineArray<8, Float>(repeating: 0)
  private var next = 0

  mutating func step(_ input: Float) -> Float {
    window[next] = input
    next = (next + 1) % 8
    var sum: Float = 0
    for index in 0..<8 { sum += window[index] }
    return sum / 8
  }
}

struct Gain: Filter {
  let factor: Float
  mutating func step(_ input: Float) -> Float { input * factor }
}

final class Delay: Filter {
  private var line: [Float]
  private var position = 0

  init(_ length: Int) { line = [Float](repeating: 0, count: length) }  // heap: [Float] library-call

  func step(_ input: Float) -> Float {
    let output = line[position]
    line[position] = input  // heap: [Float] copy-on-write !
    position = (position + 1) % line.count
    return output
  }
}

struct Chain {
  private var filters: [any Filter]

  init(_ filters: [any Filter]) { self.filters = filters }

  @inline(never)
  mutating func run(_ samples: Span<Float>, into output: inout [Float]) {
    output.removeAll(keepingCapacity: true)  // heap: [Float] copy-on-write|growth|library-call !
    for index in samples.indices {
      var value = samples[index]
      for position in filters.indices { value = filters[position].step(value) }  // heap: [any Filter] copy-on-write !; heap: any Filter copy-on-write !
      output.append(value)  // heap: [Float] growth
    }
  }
}

@inline(never)
func chain(_ gain: Float) -> Chain {
  Chain([Average(), Gain(factor: gain), Delay(2)])  // heap: [any Filter] returned; heap: Average too-big-for-inline; heap: Delay stored-field|returned
}

@inline(never)
func averaged(_ samples: Span<Float>) -> Float {
  var average = Average()
  var last: Float = 0
  for index in samples.indices { last = average.step(samples[index]) }
  return last
}

@inline(never)
func run<F: Filter>(_ filter: inout F, _ samples: [Float]) -> [Float] {
  samples.map { filter.step($0) }  // heap: [Float] library-call
}

@main
enum Filters {
  static func main() {
    let samples = [Float](repeating: 8, count: 16)  // heap: [Float] library-call
    var output: [Float] = []
    var chain = chain(0.5)
    chain.run(samples.span, into: &output)
    precondition(output.count == 16 && output[2] == 0.5 && output[15] == 4)
    precondition(averaged(samples.span) == 8)
    var gain = Gain(factor: 2)
    precondition(run(&gain, [1, 2]) == [2, 4])
  }
}
