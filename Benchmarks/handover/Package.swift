// swift-tools-version: 6.2
// The channel and the pool beside their Swift peers. Its own package, so that the book depends on no peer. The sources of
// ours are links. `Benchmarks/handover.py` builds and runs it, with Go's rows in Benchmarks/peers/handover.

import PackageDescription

let package = Package(
  name: "handover-bench",
  dependencies: [.package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4")],
  targets: [
    .target(name: "CHandover"),
    .target(name: "CPlatform", exclude: ["wasm.c"]),
    .target(name: "Channels", dependencies: ["CHandover", "CPlatform"]),
    .target(name: "ObjectPool", dependencies: ["CHandover", "CPlatform"]),
    .target(name: "CBench"),
    .executableTarget(
      name: "handover-bench",
      dependencies: [
        "CBench", "CHandover", "Channels", "ObjectPool",
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
      ]),
  ])
