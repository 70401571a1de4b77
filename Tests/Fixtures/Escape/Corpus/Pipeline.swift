// Functions that return and take functions: each stage is a closure over the one before.

typealias Stage = (Int) -> Int

@inline(never)
func compose(_ first: @escaping Stage, _ second: @escaping Stage) -> Stage {
  { second(first($0)) }  // heap: closure returned
}

@inline(never)
func scaled(_ factor: Int) -> Stage {
  { $0 * factor }  // heap: closure returned
}

@inline(never)
func memoized(_ stage: @escaping Stage) -> Stage {
  var cache: [Int: Int] = [:]  // heap: Dictionary<Int, Int> captured
  return { input in  // heap: closure returned
    if let known = cache[input] { return known }
    let value = stage(input)
    cache[input] = value  // heap: [Int: Int] growth
    return value
  }
}

struct Pipeline {
  private var stages: [Stage] = []

  @inline(never)
  mutating func add(_ stage: @escaping Stage) {
    stages.append(stage)  // heap: [(Int) -> Int] growth; heap: closure stored-argument|stored-field
  }

  @inline(never)
  func run(_ input: Int) -> Int {
    stages.reduce(input) { value, stage in stage(value) }
  }
}

@main
enum PipelineProgram {
  static func main() {
    var pipeline = Pipeline()
    pipeline.add(scaled(3))
    pipeline.add(memoized(compose(scaled(2), scaled(5))))
    precondition(pipeline.run(2) == 60)
    precondition(pipeline.run(2) == 60)
  }
}
