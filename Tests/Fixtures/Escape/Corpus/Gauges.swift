// Weak links in both directions of a table: a dictionary of weak values, and a weak default.

final class Gauge {
  let name: String
  weak var panel: Dashboard?
  init(_ name: String) { self.name = name }
}

struct WeakGauge {
  weak var gauge: Gauge?

  init(_ gauge: Gauge) {
    self.gauge = gauge  // heap: side-table weak-reference
  }
}

final class Dashboard {
  private var gauges: [String: WeakGauge] = [:]
  weak var selected: Gauge?

  @inline(never)
  func show(_ gauge: Gauge) {
    gauge.panel = self  // heap: side-table weak-reference
    gauges[gauge.name] = WeakGauge(gauge)  // heap: [String: WeakGauge] growth
  }

  @inline(never)
  func select(_ name: String) {
    selected = gauges[name]?.gauge  // heap: side-table weak-reference !
  }

  @inline(never)
  func shown() -> Int { gauges.values.count { $0.gauge != nil } }
}

@inline(never)
func gauge(_ name: String, on panel: Dashboard) -> Gauge {
  let gauge = Gauge(name)  // heap: Gauge returned
  panel.show(gauge)
  return gauge
}

@inline(never)
func dashboard() -> Dashboard {
  Dashboard()  // heap: Dashboard returned
}

@main
enum Gauges {
  static func main() {
    let panel = dashboard()
    let speed = gauge("speed", on: panel)
    _ = gauge("fuel", on: panel)
    panel.select("speed")
    precondition(panel.selected === speed && panel.shown() == 1)
    precondition(speed.panel === panel)
  }
}
