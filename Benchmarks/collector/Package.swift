// swift-tools-version: 6.2
// The collectors alone, in a process as small as those of their peers in Benchmarks/peers/collector. The sources of ours are
// links; deliberate faults are not compiled. `Benchmarks/run collector-rows` builds and runs it.

import PackageDescription

let package = Package(
  name: "collector-bench",
  targets: [
    .target(name: "CPlatform", exclude: ["wasm.c"]),
    .target(name: "CCollector", exclude: ["wasm.c"]),
    .target(name: "Collectors", dependencies: ["CCollector", "CPlatform"]),
    .executableTarget(name: "collector-bench", dependencies: ["CCollector", "Collectors"]),
  ])
