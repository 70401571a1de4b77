// Every lab by the same rules: its kernel stays right under random actions, its words say everything that can happen, and as
// wasm it draws the same bytes as natively, in constant memory and within the page's budget.
// What this cannot show: a real browser; Tests/Browser does. Relies on: the toolchain's wasmkit for the wasm.

import Foundation
import HeapAllocator
import Labs
import TestSupport
import Testing
import Toolchain

/// A lab's image, compiled where nobody else is.
private struct PageBuild {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  let folder = FileManager.default.temporaryDirectory.appending(path: "lab-test-\(UUID().uuidString)").path
  let toolchain: Toolchain

  init() throws {
    toolchain = try Toolchain.locate(path: ProcessInfo.processInfo.environment["PATH"] ?? "", memory: nil)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  func image(of sources: LabSources, driver: String? = nil) throws -> [UInt8] {
    var page = PageSources(
      in: Self.root, swift: LabSources.common + sources.swift, text: sources.text, c: sources.c,
      includes: sources.includes, defines: sources.defines)
    if let driver {
      try driver.write(toFile: folder + "/driver.c", atomically: true, encoding: .utf8)
      page.c.append(folder + "/driver.c")
    }
    return try toolchain.makePageImage(page, in: folder)
  }

  /// What a module prints outside of a browser, line by line.
  func run(_ image: [UInt8]) throws -> [Int] {
    let file = folder + "/run.wasm"
    try Data(image).write(to: URL(fileURLWithPath: file))
    let result = try ChildProcess(toolchain.wasmRuntime, ["run", file]).run()
    #expect(result.ending == .exit(0), "\(String(decoding: result.standardError, as: UTF8.self))")
    return String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n").compactMap {
      Int($0)
    }
  }

  /// `LabAccount` in C, for the wasm: prints pages of memory at the beginning and at the end, checksum, violations, events.
  static func driver(_ guide: LabGuide, actions: Int) -> String {
    let operands = (0..<3).map { operand in
      (guide.choices.first { $0.operand == operand }?.options.count ?? 0) + 1
    }
    return """
      typedef unsigned int u32;
      void lab_reset(void);
      int lab_step(int, int, int, int), lab_figure(int), lab_figure_count(void), lab_holds(void);
      __attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int fd_write(
          int file, const void *vector, int count, int *written);
      static void print(u32 value) {
        char line[12] = {0};
        int at = 11;
        line[at] = '\\n';
        do line[--at] = '0' + value % 10; while (value /= 10);
        struct { char *bytes; int count; } vector = {line + at, 12 - at};
        int written;
        fd_write(1, &vector, 1, &written);
      }
      static u32 seed = 7;
      static int next(int count) {
        seed = (seed * 1103515245u + 12345u) & 0x7fffffff;
        return (seed >> 16) % count;
      }
      static u32 events[\(guide.sentences.count)];
      __attribute__((export_name("_start"))) void start(void) {
        u32 sum = 0x811c9dc5, violations = 0;
        int kind = 0, a = 0, b = 0, c = 0, times = 0;
        lab_reset();
        print(__builtin_wasm_memory_size(0));
        for (int action = 0; action < \(actions); action++) {
          if (action == \(actions) / 10) print(__builtin_wasm_memory_size(0));
          if (times == 0) {
            kind = next(\(guide.actions.count + 1));
            a = next(\(operands[0])), b = next(\(operands[1])), c = next(\(operands[2]));
            times = 1 + next(12);
          }
          times--;
          if (action % 250 == 249) lab_reset();
          u32 event = lab_step(kind, a, b, c);
          if (event < \(guide.sentences.count)) events[event]++; else violations++;
          if (!lab_holds()) violations++;
          const unsigned char *bytes = (const unsigned char *)lab_figure(action % 2);
          for (int count = lab_figure_count(); count > 0; count--) sum = (sum ^ *bytes++) * 16777619u;
        }
        for (int turn = 0; turn < 100; turn++) lab_reset();
        print(__builtin_wasm_memory_size(0));
        print(sum), print(violations);
        for (int event = 0; event < \(guide.sentences.count); event++) print(events[event]);
      }
      """
  }
}

@Suite("labs") struct LabTests {
  @Test(
    "ten thousand random actions keep the kernel's invariant", arguments: LabGuide.all.map(\.name), [7, 8])
  func invariant(_ name: String, _ seed: Int) throws {
    let guide = try #require(LabGuide.all.first { $0.name == name })
    #expect(LabAccount(guide, actions: 10_000, seed: seed).violations == 0)
  }

  @Test(
    "everything that the words speak of happens, by chance or in the story",
    arguments: LabGuide.all.map(\.name))
  func words(_ name: String) throws {
    let guide = try #require(LabGuide.all.first { $0.name == name })
    let account = LabAccount(guide, actions: 10_000, seed: 7)
    let lab = guide.make()
    var happened = Set(account.events.indices.filter { account.events[$0] > 0 })
    for move in guide.story {
      let event = try #require(guide.play(move, on: lab), "\(guide.words(move))")
      happened.insert(event)
      #expect(!guide.words(move).isEmpty && lab.holds)
    }
    // Number 0 is what stands there before anything has happened.
    #expect(Set(guide.sentences.indices).subtracting(happened).subtracting([0]) == [])
    #expect(Set(guide.sentences).count == guide.sentences.count)
  }

  @Test("the numbers in the tiers' sentences are the allocator's")
  func numbers() throws {
    let small = try #require(SizeClass.containing(TiersLab.sizes[0]))
    #expect(SizeClass.pages(small) == 4 && SizeClass.objects(small) == 8 && SizeClass.magazine(small) == 4)
    #expect(SizeClass.containing(TiersLab.sizes[1]) == nil && TiersLab.sizes[1] == 5 * 8192)
  }

  @Test("the tiers are compiled from every file of the allocator, as the library is")
  func files() throws {
    let manifest = try String(contentsOfFile: PageBuild.root + "/Package.swift", encoding: .utf8)
    #expect(manifest.contains(#"sources: ["Platform", "Allocator"]"#))
    let malloc = try String(contentsOfFile: PageBuild.root + "/Scripts/build-malloc", encoding: .utf8)
    #expect(malloc.contains(#""$sources"/Platform/*.swift "$sources"/Allocator/*.swift"#))
    let page = PageSources(in: PageBuild.root, swift: TiersLab.guide.sources.swift)
    for folder in ["Platform", "Allocator"] {
      let all = try FileManager.default.contentsOfDirectory(
        atPath: "\(PageBuild.root)/Sources/Memory/\(folder)")
      let compiled = page.swift.filter { $0.contains("/Memory/\(folder)/") }.map {
        $0.split(separator: "/").last!
      }
      #expect(
        Set(compiled.map(String.init)) == Set(all.filter { $0.hasSuffix(".swift") }) && compiled.count > 2)
    }
  }

  @Test("the lamp of the three colors says what the heap's verifier says, barrier or not")
  func lamp() {
    var generator = SeededGenerator(seed: 11)
    var hidden = 0
    for _ in 0..<2000 {
      let lab = TricolorLab()
      if Bool.random(using: &generator) { _ = lab.act(5, 0, 0, 0) }
      for _ in 0..<12 {
        let event = lab.act(
          Int.random(in: 0..<5, using: &generator), Int.random(in: 0..<3, using: &generator), 0, 0)
        if event == TricolorLab.Event.hidden.rawValue { hidden += 1 }
        #expect(lab.verifierAgrees)
      }
    }
    #expect(hidden > 10, "an object was hidden \(hidden) times")
  }

  @Test("a picture has no id and no color, and says what it shows", arguments: LabGuide.all.map(\.name))
  func markup(_ name: String) throws {
    let guide = try #require(LabGuide.all.first { $0.name == name })
    let lab = guide.make()
    for move in guide.story {
      _ = guide.play(move, on: lab)
      for size in [lab.draw(.wide), lab.draw(.narrow)] {
        let text = String(decoding: size.bytes, as: UTF8.self)
        #expect(text.contains(/aria-label="[^"]{20,}"/) && text.hasSuffix("</svg>\n"))
        #expect(
          !text.contains(" id=") && !text.contains("fill=") && !text.contains("font")
            && text.utf8.count < 8192)
        #expect(XMLCheck.isWellFormed(text), "\(text)")
      }
    }
  }

  @Test("as wasm it draws the same bytes in constant memory", arguments: LabGuide.all.map(\.name))
  func wasm(_ name: String) throws {
    let guide = try #require(LabGuide.all.first { $0.name == name })
    let build = try PageBuild()
    defer { build.remove() }
    // The toolchain's wasm runtime interprets; Tests/Browser does ten thousand.
    let actions = 1000
    let printed = try build.run(
      build.image(of: guide.sources, driver: PageBuild.driver(guide, actions: actions)))
    let native = LabAccount(guide, actions: actions, seed: 7)
    try #require(printed.count == 5 + guide.sentences.count)
    #expect(printed[0] < 64, "\(printed[0]) pages of memory at the beginning")
    #expect(printed[1] == printed[2], "memory grew from \(printed[1]) to \(printed[2]) pages")
    #expect(printed[3] == native.checksum && printed[4] == 0)
    #expect(Array(printed[5...]) == native.events)
  }

  @Test(
    "its wasm is small, imports nothing, and is the same from every folder",
    arguments: LabGuide.all.map(\.name))
  func image(_ name: String) throws {
    let guide = try #require(LabGuide.all.first { $0.name == name })
    let (one, two) = (try PageBuild(), try PageBuild())
    defer {
      one.remove()
      two.remove()
    }
    let image = try one.image(of: guide.sources)
    #expect(image == (try two.image(of: guide.sources)))
    #expect(image.count <= 32 << 10, "\(image.count) bytes of wasm")
    let sections = Self.sections(of: image)
    #expect(sections[2] == nil, "it imports something")
    let exports = String(decoding: sections[7] ?? [], as: UTF8.self)
    for name in ["memory", "reset", "step", "figure", "figureCount", "holds"] {
      #expect(exports.contains(name))
    }
  }

  /// A module's sections by number. Source: WebAssembly Core Specification, 5.5.
  private static func sections(of image: [UInt8]) -> [UInt8: ArraySlice<UInt8>] {
    var sections: [UInt8: ArraySlice<UInt8>] = [:]
    var at = 8
    while at < image.count {
      let number = image[at]
      at += 1
      var (size, shift, byte) = (0, 0, UInt8(0x80))
      while byte & 0x80 != 0 {
        byte = image[at]
        size |= Int(byte & 0x7F) << shift
        shift += 7
        at += 1
      }
      sections[number] = image[at..<at + size]
      at += size
    }
    return sections
  }
}
