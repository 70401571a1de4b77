// heap-model: one run of the model, in a process of its own, because a heap with a deliberate fault may end it.
//
//   heap-model SCENARIO MUTATION [SEED OPERATIONS CACHES]
//   heap-model misuse foreign|twice
//
// Prints what is wrong and ends with 1; with 0 when nothing is.

import Glibc
import HeapAllocator
import HeapModel

let words = CommandLine.arguments
if words.count == 3, words[1] == "misuse" {
  guard let heap = Heap(reserving: 1 << 24), var cache = heap.makeCache() else { exit(2) }
  guard let block = cache.allocate(100_000) else { exit(2) }
  if words[2] == "twice" { cache.free(block) }
  cache.free(words[2] == "twice" ? block : block + 8192)
  exit(0)
}
guard words.count == 3 || words.count == 6, let scenario = HeapScenario(rawValue: words[1]),
  let mutation = Mutation.allCases.first(where: { "\($0)" == words[2] })
else {
  print("usage: heap-model SCENARIO MUTATION [SEED OPERATIONS CACHES]")
  exit(2)
}
let numbers = words.dropFirst(3).compactMap { Int($0) }
let wrong =
  numbers.count == 3
  ? scenario.run(mutation, seed: UInt64(numbers[0]), operations: numbers[1], caches: numbers[2])
  : scenario.run(mutation)
if let wrong {
  print(wrong)
  exit(1)
}
