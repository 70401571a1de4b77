// RuntimeMetrics+Prometheus: the numbers in the text that Prometheus scrapes; `promtool check metrics` has nothing to say of it.
// Source: prometheus.io, "Exposition formats" (text, version 0.0.4) and "Metric and label naming".

extension RuntimeMetrics {
  private struct Family {
    var name: String
    var type: String
    var help: String
    var values: [(labels: String, value: String)]
  }

  /// The content type of `prometheusText`.
  public static let prometheusType = "text/plain; version=0.0.4; charset=utf-8"

  /// A family for each number that is known. Those of the process have the names that Prometheus's own clients use.
  public var prometheusText: String {
    families.map { family in
      "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.type)\n"
        + family.values.map { "\(family.name)\($0.labels) \($0.value)\n" }.joined()
    }.joined()
  }

  private var families: [Family] {
    var families: [Family] = []
    func add(_ name: String, _ type: String, _ help: String, _ value: Int?) {
      guard let value else { return }
      families.append(Family(name: name, type: type, help: help, values: [("", "\(value)")]))
    }
    add("swift_heap_allocations_total", "counter", "Blocks that malloc handed out.", allocations)
    add("swift_heap_allocated_bytes_total", "counter", "Bytes that malloc was asked for.", allocatedBytes)
    add("swift_heap_frees_total", "counter", "Blocks given back.", frees)
    add("swift_heap_live_blocks", "gauge", "Blocks handed out and not given back.", liveBlocks)
    add("swift_heap_live_bytes", "gauge", "Bytes of the live blocks, as asked for.", liveBytes)
    add(
      "swift_heap_reserved_bytes", "gauge", "Bytes that the heap has of the kernel.", heapReservedBytes)
    add("swift_heap_used_bytes", "gauge", "Reserved bytes in blocks, with rounding.", heapUsedBytes)
    add("swift_heap_free_bytes", "gauge", "Reserved bytes that are free.", heapFreeBytes)
    add("swift_retains_total", "counter", "References taken since they are counted.", retains)
    add("swift_releases_total", "counter", "References given back since they are counted.", releases)
    if let tasks {
      families.append(
        Family(
          name: "swift_tasks", type: "gauge", help: "Tasks that have not finished, by state.",
          values: [
            ("{state=\"ready\"}", "\(tasks.ready)"), ("{state=\"running\"}", "\(tasks.running)"),
            ("{state=\"suspended\"}", "\(tasks.suspended)"),
          ]))
      add(
        "swift_cancelled_tasks", "gauge", "Tasks that are cancelled and have not finished.", tasks.cancelled)
    }
    families.append(
      Family(
        name: "process_cpu_seconds_total", type: "counter", help: "Processor time of all threads.",
        values: [("", "\(processorSeconds)")]))
    add("process_major_page_faults_total", "counter", "Pages that were read from a disk.", majorFaults)
    add("process_minor_page_faults_total", "counter", "Pages that were given without a disk.", minorFaults)
    add("process_open_fds", "gauge", "Open descriptors.", descriptors)
    add("process_peak_resident_memory_bytes", "gauge", "The most pages in memory so far.", peakResidentBytes)
    add(
      "process_proportional_memory_bytes", "gauge", "Pages in memory, shared ones divided.", proportionalBytes
    )
    add("process_resident_memory_bytes", "gauge", "Pages in memory.", residentBytes)
    add("process_threads", "gauge", "Threads.", threads)
    add("process_virtual_memory_bytes", "gauge", "Addresses that are taken.", virtualBytes)
    return families.sorted { $0.name < $1.name }
  }
}
