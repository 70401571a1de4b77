// PropertyTests: the tests' own tool, since a property that cannot fail or a shrinking that loses the failure would
// make every other test worthless. Relies on: TestSupport.

import TestSupport
import Testing

@Suite("Properties")
struct PropertyTests {
  @Test("the same seed gives the same numbers, another seed others")
  func seeds() {
    func numbers(_ seed: UInt64) -> [UInt64] {
      var generator = SeededGenerator(seed: seed)
      return (0..<8).map { _ in generator.next() }
    }
    #expect(numbers(7) == numbers(7))
    #expect(numbers(7) != numbers(8))
  }

  @Test("a list that breaks a property shrinks to the elements that break it")
  func shrinking() {
    let smallest = smallestFailing([1, 5, 2, 9, 3, 7], shrink: shorter) {
      !($0.contains(9) && $0.contains(5))
    }
    #expect(smallest == [5, 9])
  }

  @Test("a property that does not hold is recorded as an issue")
  func failing() {
    withKnownIssue {
      checkProperty(
        runs: 100, generate: { Int.random(in: 0..<100, using: &$0) }, shrink: { $0 > 0 ? [$0 - 1] : [] }
      ) {
        $0 < 50
      }
    }
  }
}
