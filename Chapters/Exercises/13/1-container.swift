// exercise: 13.1
// title: A percentage for a container
// minutes: 10
// fails: prints "api: 100 %"
// fails: prints "batch: 100 %"
// fails: prints "cache: 100 %"
// hint: The heap's goal is what lives and the percentage of it. What else is in the container?
// hint: Nine tenths of the container, less what is not heap, is what the goal may be.
//
// A container has a limit, of which a tenth stays free. Some of the rest is not
// heap: stacks, code, mappings. Choose the largest percentage, in steps of ten,
// with which the heap's goal still fits; nil when not even ten do.

struct Service {
  /// MiB.
  var container: Int, live: Int, other: Int
}

func percent(_ service: Service) -> Int? {
  100
}

// check: leave what stands below as it is
func show(_ name: String, _ service: Service) {
  print("\(name):", percent(service).map { "\($0) %" } ?? "none")
}
show("api", Service(container: 512, live: 60, other: 40))  // Prints "api: 600 %"
show("batch", Service(container: 512, live: 200, other: 60))  // Prints "batch: 100 %"
show("cache", Service(container: 512, live: 420, other: 30))  // Prints "cache: none"
