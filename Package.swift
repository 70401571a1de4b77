// swift-tools-version: 6.2
// The targets stand in the order of the data's way: a chapter's text becomes a document, its blocks
// programs, the programs outcomes, the outcomes pages. Insight, Figures and Lessons know nothing of the book.

import PackageDescription

/// Every target of ours: the Swift 6 language mode (the tools version's default) and no warning left standing.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// A target names every module whose types its own contain, not only the nearest: the build recompiles a target when a
// dependency that it names has changed, and code that was compiled for an older layout of a struct crashes.
let package = Package(
  name: "live-heap",
  products: [
    .executable(name: "lesson", targets: ["lesson"]),
    .library(name: "Probe", targets: ["Probe"]),
    .library(name: "LeakTesting", targets: ["LeakTesting"]),
    .library(name: "ProbeServer", targets: ["ProbeServer"]),
    .plugin(name: "CheckDocs", targets: ["CheckDocs"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // Findings for code hosts and editors.
    .target(name: "SARIF", swiftSettings: strict),

    // How a chapter becomes a page.
    .systemLibrary(
      name: "CCmark", path: "Sources/Book/CCmark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"])]),
    .target(
      name: "BookMarkdown", dependencies: ["CCmark"], path: "Sources/Book/BookMarkdown",
      swiftSettings: strict),
    .target(
      name: "BookPrograms", dependencies: ["BookMarkdown", .product(name: "Yams", package: "Yams")],
      path: "Sources/Book/BookPrograms", swiftSettings: strict),
    .target(
      name: "BookVerify", dependencies: ["BookMarkdown", "BookPrograms", "SARIF", "Toolchain"],
      path: "Sources/Book/BookVerify",
      swiftSettings: strict),
    .target(
      name: "BookPractice", dependencies: ["BookMarkdown", "BookPrograms", "BookVerify", "Toolchain"],
      path: "Sources/Book/BookPractice", swiftSettings: strict),
    .target(
      name: "BookSite", dependencies: ["BookMarkdown", "BookPrograms", "BookVerify", "Toolchain"],
      path: "Sources/Book/BookSite",
      // Embedded, so that an installed binary needs no folder beside it.
      resources: ["style.css", "book.js", "lab.js", "live.js", "search.js"].map {
        .embedInCode("Assets/" + $0)
      },
      swiftSettings: strict),
    .target(
      name: "BookServe",
      dependencies: [
        "BookMarkdown", "BookPrograms", "BookSite", "BookVerify", "Toolchain",
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      path: "Sources/Book/BookServe", swiftSettings: strict),

    // The compiler as a function, and the process that runs one block. The runner is linked with the
    // interposer, so that a block can count its own allocations.
    .target(name: "CProcess"),
    .target(
      name: "Toolchain", dependencies: ["CProcess"],
      resources: ["heap.c.txt", "prelude.swift.txt", "start.c.txt"].map { .embedInCode("Live/" + $0) },
      swiftSettings: strict),
    // It exports its symbols, because blocks are loaded into it and must find the interposer's counters; nothing but
    // an unsafe flag asks the linker for that.
    .executableTarget(
      name: "lesson-runner", dependencies: ["CProbe"], path: "Sources/Book/CRunner",
      linkerSettings: [
        .linkedLibrary("swift_Concurrency"), .linkedLibrary("swift_StringProcessing"),
        .linkedLibrary("swift_RegexParser"), .unsafeFlags(["-Xlinker", "--export-dynamic"]),
      ]),

    // The systems that the book explains. The allocator's files are compiled three times: here, as malloc (by
    // Scripts/build-malloc) and for the page; MUTATIONS lets tests switch deliberate faults on and is said only here.
    .target(name: "CPlatform", path: "Sources/Memory/CPlatform", exclude: ["wasm.c"]),
    .target(
      name: "HeapAllocator", dependencies: ["CPlatform"], path: "Sources/Memory",
      exclude: ["CCollector", "CHandover", "CPlatform", "Channels", "Collector", "Malloc", "ObjectPool"],
      sources: ["Platform", "Allocator"],
      swiftSettings: strict + [.define("MUTATIONS")]),
    // The collectors. The C target is what a marker and its mutators share word by word.
    .target(name: "CCollector", path: "Sources/Memory/CCollector", exclude: ["wasm.c"]),
    .target(
      name: "Collectors", dependencies: ["CCollector", "CPlatform"], path: "Sources/Memory/Collector",
      swiftSettings: strict + [.define("MUTATIONS")]),
    // Reuse and hand-over between threads and tasks. The C target is what they need from the system beside a lock.
    .target(name: "CHandover", path: "Sources/Memory/CHandover"),
    .target(
      name: "Channels", dependencies: ["CHandover", "CPlatform"], path: "Sources/Memory/Channels",
      swiftSettings: strict),
    .target(
      name: "ObjectPool", dependencies: ["CHandover", "CPlatform"], path: "Sources/Memory/ObjectPool",
      swiftSettings: strict),

    // Looking into running programs.
    .target(name: "CProbe", path: "Sources/Insight/CProbe", exclude: ["Preloaded"]),
    .target(name: "Probe", dependencies: ["CProbe"], path: "Sources/Insight/Probe", swiftSettings: strict),

    .target(
      name: "Escape", dependencies: ["SARIF", "Toolchain"], path: "Sources/Insight/Escape",
      swiftSettings: strict),
    // Go's escape analysis: the solver, which also compiles for the page, and GoLite, which builds its graphs.
    .target(name: "EscapeGraph", path: "Sources/Insight/EscapeGraph", swiftSettings: strict),

    // Heap profiles. Interpose.c is malloc itself and stands only in the library that Scripts/build-profiler makes.
    .target(name: "CProfile", path: "Sources/Insight/CProfile", exclude: ["Clock", "Interpose.c"]),
    .target(name: "Pprof", path: "Sources/Insight/Pprof", swiftSettings: strict),
    .target(
      name: "HeapProfiles", dependencies: ["CProfile", "Pprof", "Preload", "Toolchain"],
      path: "Sources/Insight/Profile",
      swiftSettings: strict),

    // Other people's programs with a library of ours in front of their own.
    .target(
      name: "Preload", dependencies: ["Toolchain"], path: "Sources/Insight/Preload", swiftSettings: strict),

    // What leaked: the judgement of a heap that the leak probe (CProbe/Preloaded, built by Scripts/build-leak-probe) wrote down.
    .target(
      name: "LeakCheck", dependencies: ["Preload", "Toolchain"], path: "Sources/Insight/LeakCheck",
      swiftSettings: strict),

    // The same in a package's own tests: traits for Swift Testing. The C target begins to count before the first test.
    .target(name: "CLeakTesting", dependencies: ["CProbe"], path: "Sources/Insight/CLeakTesting"),
    .target(
      name: "LeakTesting", dependencies: ["CLeakTesting", "CProbe"], path: "Sources/Insight/LeakTesting",
      swiftSettings: strict),

    // Which tasks a program has: of the leak probe's snapshot, too, at the end or when it is asked for one.
    .target(
      name: "TaskProfiles",
      dependencies: ["CProbe", "HeapProfiles", "LeakCheck", "Pprof", "Preload", "Toolchain"],
      path: "Sources/Insight/TaskProfile", swiftSettings: strict),

    // Event traces, of a file that the leak probe's library writes.
    .target(name: "Traces", dependencies: ["CProbe"], path: "Sources/Insight/Trace", swiftSettings: strict),

    // The probe's server: what it answers, whatever process it looks at; and the server for a program that imports it, with the
    // leak probe as a part of that program. Nothing else may depend on CMoment: it keeps every block's stack from the start on.
    .target(
      name: "ProbeRoutes",
      dependencies: ["CProbe", "HeapProfiles", "LeakCheck", "Pprof", "Probe", "TaskProfiles", "Traces"],
      path: "Sources/Insight/ProbeServer/Routes", swiftSettings: strict),
    .target(
      name: "CMoment", dependencies: ["CProbe", "CProfile"], path: "Sources/Insight/CProbe/Preloaded",
      exclude: ["Ending.c", "References.c", "ResourceText.c", "Resources.c"]),
    .target(
      name: "ProbeServer",
      dependencies: [
        "CMoment", "CProbe", "HeapProfiles", "LeakCheck", "Pprof", "Probe", "ProbeRoutes", "TaskProfiles",
        "Traces",
      ],
      path: "Sources/Insight/ProbeServer/Server", swiftSettings: strict),

    // What a reader sees and runs.
    .target(name: "Figures", swiftSettings: strict),
    // Figures that one can drive. Page is their face in wasm, where each lab is compiled with its kernel as one module.
    .target(
      name: "Labs",
      dependencies: ["Channels", "Collectors", "EscapeGraph", "Figures", "HeapAllocator", "ObjectPool"],
      exclude: ["Page"], swiftSettings: strict),
    .target(
      name: "Lessons",
      dependencies: [
        "CProbe", "Channels", "Collectors", "Figures", "HeapAllocator", "Labs", "ObjectPool", "Probe",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "lesson",
      dependencies: [
        "BookMarkdown", "BookPractice", "BookPrograms", "BookServe", "BookSite", "BookVerify", "Escape",
        "EscapeGraph",
        "Figures",
        "HeapProfiles",
        "Labs",
        "LeakCheck",
        "Lessons",
        "Pprof",
        "Preload",
        "Probe",
        "ProbeRoutes",
        "TaskProfiles",
        "Toolchain",
        "Traces",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .plugin(
      name: "CheckDocs",
      capability: .command(
        intent: .custom(verb: "check-docs", description: "Compile and run the Swift in this package's docs."),
        permissions: []),
      dependencies: ["lesson", "lesson-runner"]),

    // Tests mirror Sources.
    .target(name: "TestSupport", path: "Tests/Support/TestSupport", swiftSettings: strict),
    .target(
      name: "HeapModel", dependencies: ["HeapAllocator", "TestSupport"], path: "Tests/Support/HeapModel",
      swiftSettings: strict),
    // A heap with a deliberate fault may end its process; so each has one of its own.
    .executableTarget(
      name: "heap-model", dependencies: ["HeapAllocator", "HeapModel"], path: "Tests/Support/heap-model",
      swiftSettings: strict),
    .testTarget(
      name: "HeapAllocatorTests", dependencies: ["HeapAllocator", "HeapModel", "TestSupport", "heap-model"],
      swiftSettings: strict),
    .target(
      name: "CollectorModel", dependencies: ["Collectors", "TestSupport"],
      path: "Tests/Support/CollectorModel", swiftSettings: strict),
    .executableTarget(
      name: "collector-model", dependencies: ["CollectorModel", "Collectors"],
      path: "Tests/Support/collector-model", swiftSettings: strict),
    .testTarget(
      name: "CollectorsTests",
      dependencies: ["CollectorModel", "Collectors", "TestSupport", "collector-model"],
      swiftSettings: strict),
    .testTarget(name: "BookMarkdownTests", dependencies: ["BookMarkdown"], swiftSettings: strict),
    .testTarget(
      name: "BookProgramsTests", dependencies: ["BookPrograms", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "BookVerifyTests",
      dependencies: ["BookMarkdown", "BookPrograms", "BookVerify", "TestSupport", "Toolchain"],
      swiftSettings: strict),
    .testTarget(
      name: "BookPracticeTests",
      dependencies: ["BookMarkdown", "BookPractice", "BookPrograms", "BookVerify", "Toolchain"],
      swiftSettings: strict),
    .testTarget(name: "ToolchainTests", dependencies: ["TestSupport", "Toolchain"], swiftSettings: strict),
    .testTarget(
      name: "RunsTests",
      dependencies: ["BookMarkdown", "BookPrograms", "BookVerify", "TestSupport", "Toolchain"],
      swiftSettings: strict),
    .testTarget(
      name: "BookSiteTests",
      dependencies: ["BookMarkdown", "BookPrograms", "BookSite", "BookVerify", "Toolchain"],
      swiftSettings: strict),
    .testTarget(name: "ChannelsTests", dependencies: ["Channels", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "ObjectPoolTests", dependencies: ["ObjectPool", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "EscapeTests", dependencies: ["Escape", "TestSupport", "Toolchain"], swiftSettings: strict),
    .testTarget(
      name: "EscapeGraphTests", dependencies: ["EscapeGraph", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "ProbeTests", dependencies: ["Probe"], swiftSettings: strict),
    .testTarget(
      name: "ProfileTests",
      dependencies: ["CProfile", "HeapProfiles", "Pprof", "TestSupport", "Toolchain"],
      swiftSettings: strict),
    .testTarget(
      name: "LeakCheckTests", dependencies: ["LeakCheck", "Preload", "TestSupport", "Toolchain"],
      swiftSettings: strict),
    .testTarget(name: "LeakTestingTests", dependencies: ["Toolchain"], swiftSettings: strict),
    .testTarget(
      name: "TaskProfileTests",
      dependencies: [
        "HeapProfiles", "LeakCheck", "Pprof", "Preload", "TaskProfiles", "TestSupport", "Toolchain",
      ],
      swiftSettings: strict),
    // Run as processes by tests that must not be linked with them.
    .executableTarget(
      name: "traced-program", dependencies: ["Probe"], path: "Tests/Support/traced-program",
      swiftSettings: strict),
    .executableTarget(
      name: "probed-service", dependencies: ["ProbeServer"], path: "Tests/Support/probed-service",
      swiftSettings: strict),
    .testTarget(
      name: "ProbeRoutesTests",
      dependencies: ["Pprof", "Probe", "ProbeRoutes", "TestSupport", "Toolchain"], swiftSettings: strict),
    .testTarget(
      name: "TraceTests",
      dependencies: ["CProbe", "LeakCheck", "Preload", "TestSupport", "Toolchain", "Traces"],
      swiftSettings: strict),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LabsTests", dependencies: ["HeapAllocator", "Labs", "TestSupport", "Toolchain"],
      swiftSettings: strict),
    .testTarget(name: "LessonsTests", dependencies: ["Lessons"], swiftSettings: strict),
    .testTarget(
      name: "BookServeTests",
      dependencies: ["BookMarkdown", "BookPrograms", "BookServe", "BookSite", "BookVerify", "Toolchain"],
      swiftSettings: strict),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: ["BookMarkdown", "BookPrograms", "Preload", "TestSupport", "Toolchain"],
      swiftSettings: strict),
  ]
)
