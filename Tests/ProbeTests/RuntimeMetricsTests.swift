// RuntimeMetrics on this process, which is linked with the interposer: what is counted exactly is checked exactly, the rest
// against what the kernel says by another way. And Prometheus's own checker on its text.

import Foundation
import Probe
import Testing

@Suite("Runtime metrics", .serialized) struct RuntimeMetricsTests {
  @Test("a thousand kept blocks are a thousand allocations more, and freed they are live no more")
  func blocks() {
    // Other tests allocate meanwhile, on their threads: so at least, and for what is live, about.
    let before = RuntimeMetrics.snapshot()
    let blocks = (0..<1000).map { _ in malloc(5000)! }
    let kept = RuntimeMetrics.snapshot()
    for block in blocks { free(block) }
    let freed = RuntimeMetrics.snapshot()
    #expect(kept.allocations - before.allocations >= 1000)
    #expect(kept.allocatedBytes - before.allocatedBytes >= 5_000_000)
    #expect(kept.heapUsedBytes - before.heapUsedBytes > 4_000_000)
    #expect(freed.frees - kept.frees >= 1000)
    #expect(kept.heapReservedBytes >= kept.heapUsedBytes && kept.heapUsedBytes > 0)
    #expect(kept.liveBytes == nil && kept.tasks == nil, "nobody tracks here")
    #expect(kept.rate(since: before).allocations > 0)
  }

  @Test("memory, descriptors and threads are the kernel's")
  func kernel() throws {
    let before = RuntimeMetrics.snapshot()
    let files = (0..<20).map { _ in open("/dev/null", O_RDONLY) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 << 20, alignment: 4096)
    memset(memory, 1, 64 << 20)
    let more = RuntimeMetrics.snapshot()
    memory.deallocate()
    for file in files { close(file) }
    #expect(abs(more.descriptors - before.descriptors - 20) < 10)
    #expect(more.residentBytes - before.residentBytes > 50 << 20)
    #expect(more.peakResidentBytes >= more.residentBytes && more.virtualBytes > more.residentBytes)
    #expect(try #require(more.proportionalBytes) <= more.residentBytes + 1 << 20)
    #expect(more.minorFaults - before.minorFaults > 64 && more.threads >= 1 && more.processorSeconds > 0)
  }

  @Test(
    "promtool has nothing to say",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"), "apt-get install prometheus"))
  func promtool() throws {
    var metrics = RuntimeMetrics.snapshot()
    metrics.tasks = .init(running: 1, ready: 2, suspended: 3, cancelled: 1)
    metrics.liveBytes = 4096
    metrics.retains = 7
    metrics.releases = 6
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
    process.arguments = ["check", "metrics"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    input.fileHandleForWriting.write(Data(metrics.prometheusText.utf8))
    try input.fileHandleForWriting.close()
    let words = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && words == "", "\(words)")
  }
}
