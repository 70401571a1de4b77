// A percentage is chosen for the most that ever lives. Where it comes out small, as for the cache, the memory is too small for
// the program, and no setting of the collector changes that.

struct Service {
  /// MiB.
  var container: Int, live: Int, other: Int
}

func percent(_ service: Service) -> Int? {
  let goal = service.container * 9 / 10 - service.other
  let percent = (goal - service.live) * 10 / service.live * 10
  return percent >= 10 ? percent : nil
}

// check: leave what stands below as it is
func show(_ name: String, _ service: Service) {
  print("\(name):", percent(service).map { "\($0) %" } ?? "none")
}
show("api", Service(container: 512, live: 60, other: 40))  // Prints "api: 600 %"
show("batch", Service(container: 512, live: 200, other: 60))  // Prints "batch: 100 %"
show("cache", Service(container: 512, live: 420, other: 30))  // Prints "cache: none"
