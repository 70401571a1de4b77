// swift-format-ignore-file
// Metrics: counters and histograms behind one protocol, registered by name, observed without being kept.

protocol Metric: AnyObject {
  var name: String { get }
  func render(into text: inout String)
}

final class Counter: Metric {
  let name: String
  private(set) var value = 0

  init(_ name: String) { self.name = name }
  func add(_ amount: Int = 1) { value += amount }
  func render(into text: inout String) { text += "\(name) \(value)\n" }  // heap: String growth
}

final class Histogram: Metric {
  let name: String
  private var bounds: [Double]
  private var counts: [Int]

  init(_ name: String, bounds: [Double]) {
    self.name = name
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)  // heap: [Int] library-call
  }

  func observe(_ value: Double) {
    let index = bounds.firstIndex { value <= $0 } ?? bounds.count
    counts[index] += 1  // heap: [Int] copy-on-write !
  }

  func render(into text: inout String) {
    for (index, count) in counts.enumerated() {
      let bound = index < bounds.count ? String(bounds[index]) : "inf"  // heap: String library-call !
      text += name + "{le=" + bound + "} " + String(count) + "\n"  // heap: String library-call; heap: String growth
    }
  }
}

final class Registry {
  private struct Entry {  // heap: side-table weak-reference !
    weak var metric: (any Metric)?
  }
  private var entries: [Entry] = []

  @inline(never)
  func counter(_ name: String) -> Counter {
    let counter = Counter(name)  // heap: Counter returned
    entries.append(Entry(metric: counter))  // heap: [Registry.Entry] growth
    return counter
  }

  @inline(never)
  func register(_ metric: some Metric) { entries.append(Entry(metric: metric)) }  // heap: [Registry.Entry] growth

  @inline(never)
  func report() -> String {
    entries.removeAll { $0.metric == nil }  // heap: [Registry.Entry] copy-on-write|growth !
    var text = ""
    for entry in entries { entry.metric?.render(into: &text) }
    return text
  }

  var count: Int { entries.count }
}

@inline(never)
func timed(_ histogram: Histogram, _ values: [Double]) {
  for value in values { histogram.observe(value) }
}

@main
enum Metrics {
  static func main() {
    let registry = Registry()  // stack: Registry
    let requests = registry.counter("requests_total")
    do {
      let forgotten = registry.counter("forgotten")
      forgotten.add()
    }
    let sizes = Histogram("sizes", bounds: [1, 10])  // heap: Histogram optimizer-limit|passed-escaping
    registry.register(sizes)
    requests.add(3)
    timed(sizes, [0.5, 5, 50])
    precondition(registry.report() == "requests_total 3\nsizes{le=1.0} 1\nsizes{le=10.0} 1\nsizes{le=inf} 1\n")
    precondition(registry.count == 2)
  }
}
