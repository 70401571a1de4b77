// A local closure that calls itself lives in the variable that it captures.
final class Counter { var calls = 0 }

@inline(never) func countDown(from start: Int, _ counter: Counter) {
  var step: ((Int) -> Void)?
  step = { n in  // leak: cycle
    counter.calls += 1
    if n > 0 { step?(n - 1) }
  }
  step?(start)
}
let counter = Counter()
countDown(from: 3, counter)
print(counter.calls)
