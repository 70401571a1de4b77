// collector-bench: one workload on one plan, and a line of JSON: the work's number, times, pauses, peak of resident memory.
//
//   collector-bench WORKLOAD PLAN [SIZE] [PERCENT]      PLAN-2 marks with two threads; COLLECTOR_TRACE=1 traces
//   collector-bench micro | moving | resident | floor | graph | graph-2
//
// Relies on: CollectorWorkloads, which the lessons run as well.

import CCollector
import Collectors
import Glibc

let words = CommandLine.arguments
let bytes = 2 << 30 - 1024

func report<Heap: Plan>(_ heap: Heap, _ workload: CollectorWorkload, _ size: Int) {
  let start = (collector_now(), collector_thread_time())
  var usage = rusage()
  guard let sum = try? workload.run(on: heap, size: size) else {
    print("{\"error\":\"out of memory\"}")
    exit(1)
  }
  let wall = collector_now() - start.0
  let utilization = [1, 10, 100].map { heap.minimumUtilization(window: $0 * 1_000_000) }
  let work = collector_thread_time() - start.1
  (heap as? MarkSweep)?.stopMarker()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  let counted = heap.statistics
  if getenv("COLLECTOR_TRACE") != nil {
    for collection in heap.collections {
      _ = (collection.line + "\n").withCString { write(2, $0, strlen($0)) }
    }
  }
  print(
    "{\"sum\":\(sum),\"wallNs\":\(wall),\"mutatorCPUNs\":\(work),\"peakKiB\":\(usage.ru_maxrss)",
    "\"collections\":\(counted.fullCollections),\"minor\":\(counted.minorCollections)",
    "\"pauseMaxNs\":\(counted.pauses.longest),\"pauseP99Ns\":\(counted.pauses.percentile(99))",
    "\"pauseP50Ns\":\(counted.pauses.percentile(50)),\"pauseTotalNs\":\(counted.pauses.total)",
    "\"wallPauseMaxNs\":\(counted.wallPauses.longest),\"stalls\":\(counted.stalls)",
    "\"stallNs\":\(counted.stallNanoseconds),\"assists\":\(counted.assists),\"assistNs\":\(counted.assistNanoseconds)",
    "\"barrierHits\":\(counted.barrierHits),\"liveBytes\":\(counted.liveBytes)",
    "\"wallPauseP99Ns\":\(counted.wallPauses.percentile(99)),\"helpedBytes\":\(counted.helpedBytes)",
    "\"mmu1ms\":\(utilization[0]),\"mmu10ms\":\(utilization[1]),\"mmu100ms\":\(utilization[2])",
    "\"mutatorNsDuringMark\":\(counted.mutatorNanosecondsDuringMark)",
    "\"traceNs\":\(counted.traceNanoseconds),\"tracedBytes\":\(counted.tracedBytes)}", separator: ",")
}

func start<Heap: Plan>(_ heap: Heap?, _ workload: CollectorWorkload) {
  guard let heap else {
    print("{\"error\":\"no address space\"}")
    exit(1)
  }
  heap.record()
  if words[2] == "concurrent" { (heap as? MarkSweep)?.startMarker() }
  if words[2].hasSuffix("-2") { (heap as? any ParallelPlan)?.markTogether(2) }
  if words.count > 4, let percent = Int(words[4]) { heap.setPercent(percent) }
  report(heap, workload, words.count > 3 ? Int(words[3]) ?? 0 : 0)
}

let single: [String: () -> Void] = [
  "micro": measureMicro, "moving": measureMoving, "resident": measureResident, "floor": measureFloor,
  "graph": { measureGraph(markers: 1) }, "graph-2": { measureGraph(markers: 2) },
]
if words.count == 2, let measure = single[words[1]] {
  measure()
  exit(0)
}
guard words.count >= 3, let workload = CollectorWorkload(rawValue: words[1]) else {
  print("usage: collector-bench WORKLOAD PLAN [SIZE] [PERCENT]")
  exit(2)
}
switch words[2] {
case "copying": start(Semispace(bytes: bytes), workload)
case "mark-compact", "mark-compact-2": start(MarkCompact(bytes: bytes), workload)
case "generational", "generational-2": start(Generational(bytes: bytes), workload)
case "mark-sweep", "mark-sweep-2", "concurrent": start(MarkSweep(bytes: bytes), workload)
default:
  print(
    "plans: copying, mark-compact, generational, mark-sweep, concurrent; -2 behind three of them for two markers"
  )
  exit(2)
}
