// collector-model: one scenario in a process of its own, because a heap with a deliberate fault may end it.
//
//   collector-model SCENARIO PLAN FAULT [SEED PROGRAMS]
//   collector-model threads MUTATORS FAULT [STEPS REST]
//   collector-model together MUTATORS MARKERS
//
// Prints what is wrong and ends with 1; with 0 when nothing is.

import CollectorModel
import Collectors
import Glibc

let words = CommandLine.arguments
if words.count >= 4, words[1] == "threads", let mutators = Int(words[2]),
  let fault = CollectorFault.allCases.first(where: { "\($0)" == words[3] })
{
  let steps = words.count > 4 ? Int(words[4]) ?? 20_000 : 20_000
  let rest = words.count > 5 ? UInt32(words[5]) ?? 20 : 20
  guard let outcome = churnTrees(mutators: mutators, steps: steps, fault: fault, restMicroseconds: rest)
  else { exit(2) }
  let counted = outcome.statistics
  print(
    "\(outcome.damaged) damaged, \(counted.fullCollections) cycles, \(counted.barrierHits) barrier hits,",
    "\(counted.assists) assists, \(counted.stalls) stalls, \(counted.mutatorNanosecondsDuringMark) ns beside the marker",
    outcome.violated ?? "")
  let isTested =
    counted.fullCollections > 1 && counted.barrierHits > 0 && counted.mutatorNanosecondsDuringMark > 0
  exit(outcome.damaged == 0 && outcome.violated == nil && isTested ? 0 : 1)
}
if words.count == 4, words[1] == "together", let mutators = Int(words[2]), let markers = Int(words[3]) {
  guard
    let outcome = churnTrees(
      mutators: mutators, steps: 50_000, isConcurrent: false, restMicroseconds: 0, markers: markers)
  else { exit(2) }
  let counted = outcome.statistics
  print(
    "\(outcome.damaged) damaged, \(counted.fullCollections) collections, \(counted.helpedBytes) bytes by helpers",
    outcome.violated ?? "")
  exit(outcome.damaged == 0 && outcome.violated == nil && counted.helpedBytes > 0 ? 0 : 1)
}
guard words.count == 4 || words.count == 6, let scenario = CollectorScenario(rawValue: words[1]),
  let plan = CollectorPlan(rawValue: words[2]),
  let fault = CollectorFault.allCases.first(where: { "\($0)" == words[3] })
else {
  print("usage: collector-model SCENARIO PLAN FAULT [SEED PROGRAMS]")
  exit(2)
}
let numbers = words.dropFirst(4).compactMap { Int($0) }
let wrong =
  numbers.count == 2
  ? scenario.run(plan, fault, seed: UInt64(numbers[0]), programs: numbers[1]) : scenario.run(plan, fault)
if let wrong {
  print(wrong)
  exit(1)
}
