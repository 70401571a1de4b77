// Executor: a task of a plan → its outcome. Programs are compiled, linked and run; transcripts' commands run one after
// the other; peers are built and run where their compilers are at hand.
// Relies on: Toolchain, BlockRunner. Every file it makes stands in a temporary folder that goes with the task.

import BookPrograms
import Foundation
import Toolchain

/// Runs tasks.
package struct Executor: Sendable {
  package var toolchain: Toolchain
  package var library: ModuleLibrary
  package var runner: BlockRunner
  /// Modules that blocks may import; a program that imports none needs no library.
  package var modules: [String]
  /// Who says where values live; without one a block that states it cannot be checked.
  package var placementJudge: (any PlacementJudge)?
  /// Path of the `lesson` that transcripts start.
  package var lesson: String
  /// The book's root.
  package var root: String
  /// Where compiled programs are shared with other machines; nil compiles all of them here.
  package var sharing: ProgramSharing?
  /// Where compilers of peers may keep what they compiled.
  package var cache: String

  package init(
    toolchain: Toolchain, library: ModuleLibrary, runner: BlockRunner, modules: [String], lesson: String,
    root: String,
    cache: String
  ) {
    self.toolchain = toolchain
    self.library = library
    self.runner = runner
    self.modules = modules
    self.lesson = lesson
    self.root = root
    self.cache = cache
  }

  /// Runs one task of `plan`.
  package func run(_ task: ChapterPlan.Task, of plan: ChapterPlan) -> TaskOutcome {
    let start = Clock.seconds()
    var outcome: TaskOutcome
    do {
      switch task.work {
      case .program(let program): outcome = try run(program, key: task.key)
      case .transcript(let index): outcome = try run(plan.chapter.blocks[index])
      case .peer(let index, let source): outcome = run(peer: plan.chapter.blocks[index], source: source)
      }
    } catch let failure as ChildProcess.Failure {
      outcome = TaskOutcome(ending: .engine(failure.message))
    } catch {
      outcome = TaskOutcome(ending: .engine("\(error)"))
    }
    outcome.seconds = Clock.seconds() - start
    return outcome
  }

  // MARK: Programs

  /// The compilation of a program, as it is compiled and as `explain` shows it.
  package func compilation(of program: Program, key: String) -> (Compilation, Compilation.Depth) {
    var compilation = Compilation(source: program.source(hash: key))
    compilation.isOptimized = program.isOptimized
    compilation.isLibrary = program.hasMainAttribute
    compilation.languageMode = library.isForAll ? library.languageMode : program.languageMode
    if needsLibrary(program) { compilation.arguments = library.arguments }
    let depth: Compilation.Depth =
      switch program.mode {
      case .error, .noRun: .sil
      case .parse: .parse
      case .run, .crash, .skip: .object
      }
    return (compilation, depth)
  }

  package func needsLibrary(_ program: Program) -> Bool {
    library.isForAll || modules.contains { program.imports($0) }
  }

  private func run(_ program: Program, key: String) throws -> TaskOutcome {
    let folder = try Interrupts.makeFolder(under: runner.temporary)
    defer { Interrupts.removeFolder(folder) }
    let (compilation, depth) = compilation(of: program, key: key)
    let compiled = try compile(compilation, program, to: depth, in: folder)
    if let excess = compiled.excess { return TaskOutcome(ending: .uncompiled(excess)) }
    guard compiled.succeeded else {
      if let listing = try listing(compilation, refused: compiled, program, in: folder) { return listing }
      return refused(compiled)
    }
    let placements = program.statesPlacement ? try judgePlacement(compilation, program.file) : nil
    guard depth == .object else {
      var outcome = TaskOutcome(ending: .compiled)
      outcome.diagnostics = compiled.diagnostics
      outcome.placements = placements
      return outcome
    }
    let image = folder + "/block.so"
    try toolchain.link(objects: [folder + "/main.o"], to: image)
    var limits = Limits()
    limits.timeout = program.timeout
    let libraries = needsLibrary(program) ? library.image.map { [$0] } ?? [] : []
    var runner = runner
    runner.countsLeaks = program.countsLeaks
    runner.mayCallExit = compilation.source.contains("exit")
    let run = runner.run(image: image, libraries: libraries, limits: limits)
    var outcome = TaskOutcome(ending: run.ending)
    outcome.outputs = Self.split(run.standardOutput, program, key: key)
    outcome.standardError = Data(run.standardError)
    outcome.allocations = run.allocations
    outcome.leaks = run.leaks
    outcome.placements = placements
    outcome.isolationGap = run.isolation?.gap
    if program.isLive, run.ending == .exit(status: 0) { outcome.live = try runLive(compilation, limits) }
    return outcome
  }

  private func judgePlacement(_ compilation: Compilation, _ file: String) throws -> Placements {
    guard let placementJudge else {
      throw ChildProcess.Failure(message: "nobody here can say where values live")
    }
    let folder = try Interrupts.makeFolder(under: runner.temporary)
    defer { Interrupts.removeFolder(folder) }
    return try placementJudge.placements(of: compilation, file: file, in: folder)
  }

  /// Runs the same text as wasm.
  private func runLive(_ compilation: Compilation, _ limits: Limits) throws -> TaskOutcome.Live {
    let folder = try Interrupts.makeFolder(under: runner.temporary)
    defer { Interrupts.removeFolder(folder) }
    let image = try toolchain.makeLiveImage(compilation.source, in: folder)
    guard let file = image.file else {
      let ending = image.compiled.excess.map(TaskOutcome.Ending.uncompiled) ?? .refused
      return TaskOutcome.Live(diagnostics: image.compiled.diagnostics, ending: ending)
    }
    let run = runner.run(command: [toolchain.wasmRuntime, "run", file], limits: limits)
    return TaskOutcome.Live(output: Data(run.standardOutput), ending: run.ending)
  }

  /// Docs list declarations without their bodies. Where that is what the compiler misses, the block is checked as what it
  /// is: a part of a module's interface.
  ///
  /// - Returns: Nil when the block is no listing.
  private func listing(
    _ compilation: Compilation, refused: Compilation.Result, _ program: Program, in folder: String
  ) throws -> TaskOutcome? {
    guard library.isForAll, program.mode == .noRun, refused.diagnostics.contains(where: \.missesBody) else {
      return nil
    }
    var compilation = compilation
    compilation.moduleName = "Listing"
    let checked = try toolchain.compile(compilation, to: .interface, in: folder)
    return checked.succeeded ? TaskOutcome(ending: .compiled) : self.refused(checked)
  }

  private func refused(_ compiled: Compilation.Result) -> TaskOutcome {
    var outcome = TaskOutcome(ending: .refused)
    outcome.diagnostics = compiled.diagnostics
    outcome.standardError = Data(compiled.rest.utf8)
    return outcome
  }

  /// The output of each part that was reached.
  static func split(_ output: [UInt8], _ program: Program, key: String) -> [Data] {
    var rest = Data(output)
    var parts: [Data] = []
    for index in program.parts.indices.dropFirst() {
      guard let at = rest.range(of: Data(Program.marker(key, index).utf8)) else { break }
      parts.append(Data(rest[rest.startIndex..<at.lowerBound]))
      rest = Data(rest[at.upperBound...])
    }
    parts.append(rest)
    return parts
  }

  // MARK: Commands

  /// One folder for all commands of a transcript: a later one finds what an earlier one left.
  private func run(_ block: Block) throws -> TaskOutcome {
    let folder = try Interrupts.makeFolder(under: runner.temporary)
    defer { Interrupts.removeFolder(folder) }
    if let files = block.options.files { try TranscriptFiles(root: root).copy(files, to: folder) }
    var outcome = TaskOutcome(ending: .exit(status: 0))
    for command in block.expectation.commands {
      guard let program = program(command.words[0]) else {
        return TaskOutcome(ending: .engine("there is no program '\(command.words[0])' in PATH"))
      }
      var limits = Limits()
      limits.timeout = max(block.options.timeout, 30)
      let run = runner.run(command: [program] + command.words.dropFirst(), in: folder, limits: limits)
      outcome.isolationGap = run.isolation?.gap
      guard case .exit(let status) = run.ending else {
        outcome.ending = run.ending
        return outcome
      }
      outcome.outputs.append(Data(run.standardOutput))
      outcome.statuses.append(status)
    }
    return outcome
  }

  private func program(_ name: String) -> String? {
    name == "lesson" ? lesson : Toolchain.find(name, in: runner.path)
  }

  // MARK: Peers

  private func run(peer block: Block, source: String) -> TaskOutcome {
    guard block.options.measured != nil, block.expectation.output != nil else {
      return TaskOutcome(ending: .compiled)
    }
    guard case .peer(let language) = block.kind,
      let peer = Peer(language: language, path: root + "/.build-venv/bin:" + runner.path)
    else {
      if case .peer(let language) = block.kind { return TaskOutcome(ending: .notInstalled(language)) }
      return TaskOutcome(ending: .compiled)
    }
    var limits = Limits()
    limits.timeout = 120
    limits.memory = 8 << 30
    limits.processes = 512
    limits.openFiles = 4096
    limits.fileBytes = 1 << 30
    var runner = runner
    runner.extraEnvironment = peer.environment(cache: cache)
    var outcome = TaskOutcome(ending: .exit(status: 0))
    for command in peer.commands(source: root + "/" + source, cache: cache) {
      let run = runner.run(command: command, limits: limits)
      outcome.ending = run.ending
      outcome.outputs = [Data(run.standardOutput)]
      guard run.ending == .exit(status: 0) else { break }
    }
    return outcome
  }
}
