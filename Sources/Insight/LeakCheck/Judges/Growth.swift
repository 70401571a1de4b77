// Growth: what there is more of after every round of the same work. The first round warms caches up and is the base of
// comparison; a place that falls or levels off once is not growing. Counted are the blocks of each place, and for collections
// of the standard library how much is in them.

/// How many there were after each round.
struct Series {
  var counts: [Int]

  init(_ counts: [Int]) { self.counts = counts }

  /// Every round adds to it. One round is no series: what it made may be a cache.
  func isRising(warmUp: Bool) -> Bool {
    let compared = warmUp ? counts : [0] + counts
    guard compared.count >= 2 else { return false }
    return zip(compared, compared.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension LeakCheck {
  private struct Place: Hashable {
    var site: Site
    var name: String
  }

  /// - Parameter known: What other judges have found; its places are not said again.
  func growth(besides known: [Leak]) -> [Leak] {
    guard !snapshot.rounds.isEmpty else { return [] }
    let knownSites = Set(known.compactMap(\.site))
    let counts = tally { _, _ in 1 }
    // The word behind the header is how many elements there are; of a string's storage it is the second.
    let fills = tally { snapshot, block in snapshot.fill(of: block) }
    let final = Dictionary(grouping: snapshot.blocks.indices.filter { reachability.holders[$0] != nil }) {
      place(snapshot.blocks[$0])
    }
    var growing: [Place: [Int]] = [:]
    for case let (place?, blocks) in final where !knownSites.contains(place.site) {
      let isRising = { (all: [Place: [Int]]) in
        Series(all[place] ?? []).isRising(warmUp: self.mutation != .noWarmUp)
      }
      if isRising(counts) || isRising(fills) { growing[place] = blocks }
    }
    let found = growing.compactMap { place, blocks in
      leak(place, blocks, among: growing).map { (leak: $0, blocks: blocks) }
    }
    guard !found.isEmpty else { return [] }
    let retention = Retention(self)
    return found.map { found in
      var leak = found.leak
      leak.bytes = retention.bytes(of: found.blocks)
      return leak
    }
  }

  private func place(_ block: Snapshot.Block) -> Place? {
    guard block.kind != .task, block.kind != .slab, block.kind != .job, block.kind != .sideTable,
      let site = site(of: block)
    else { return nil }
    let name = snapshot.types[block.type].map { Snapshot.unqualified($0.name) }
    return Place(site: site, name: name ?? "\(block.kind)")
  }

  private func tally(_ amount: (Snapshot, Snapshot.Block) -> Int) -> [Place: [Int]] {
    var all: [Place: [Int]] = [:]
    for (round, blocks) in snapshot.rounds.enumerated() {
      for block in blocks {
        guard let place = place(block) else { continue }
        all[place, default: Array(repeating: 0, count: snapshot.rounds.count)][round] += amount(
          snapshot, block)
      }
    }
    return all
  }

  /// What grows inside of something that grows is said with it: of a chain the outermost object of the user's is named, and
  /// what only carries others (storage, closures) where there is none.
  private func leak(_ place: Place, _ blocks: [Int], among growing: [Place: [Int]]) -> Leak? {
    let others = Set(growing.filter { $0.key != place }.values.joined())
    if isCarrier(blocks[0]) {
      let members = Set(blocks)
      let isNamed = others.contains { other in
        guard case .block(let holding, _)? = reachability.holders[other] else { return false }
        return members.contains(holding)
      }
      if isNamed { return nil }
    }
    let inner = blocks.count { block in
      guard case .block(let holding, _)? = reachability.holders[block], others.contains(holding) else {
        return false
      }
      return !isCarrier(holding)
    }
    if inner * 2 > blocks.count { return nil }
    // A task that waits is said by its own judge, with all that belongs to it.
    if blocks.contains(where: { isOfTask($0) }) { return nil }
    let isStorage = snapshot.isStorage(blocks[0])
    guard let last = blocks.max(by: { snapshot.blocks[$0].turn < snapshot.blocks[$1].turn }) else {
      return nil
    }
    // A word of the stack may still name the last one, and hide who holds all of them.
    let named = ([last] + blocks).lazy.map { self.holders(of: $0) }.first { !$0.isEmpty }
    let holders = named ?? []
    let kind = isStorage ? "growing-collection" : "growing-objects"
    return Leak(
      kind: kind, judgement: .growth, name: name(of: last), site: place.site, count: blocks.count,
      bytes: blocks.reduce(0) { $0 + snapshot.blocks[$1].bytes }, holders: holders, confidence: .likely,
      remedy: Kinds.remedy(kind, holders: holders))
  }
}

extension LeakCheck {
  private func isCarrier(_ block: Int) -> Bool {
    let kind = snapshot.blocks[block].kind
    return kind == .context || kind == .box || snapshot.isStorage(block)
  }

  /// A task keeps it, or it keeps a task in a few steps.
  private func isOfTask(_ block: Int) -> Bool {
    var at = block
    for _ in 0..<64 {
      guard case .block(let holding, _)? = reachability.holders[at] else { break }
      if snapshot.blocks[holding].kind == .task || snapshot.blocks[holding].kind == .slab { return true }
      at = holding
    }
    var near = [block]
    for _ in 0..<4 {
      near = near.flatMap { snapshot.edges(of: $0).map(\.to) }
      if near.contains(where: { snapshot.blocks[$0].kind == .task }) { return true }
    }
    return false
  }
}

extension Snapshot {
  /// How much is in a collection's storage; 0 for what is none.
  func fill(of block: Block) -> Int {
    guard block.kind == .object, let name = types[block.type]?.name, name.hasPrefix("Swift._") else {
      return 0
    }
    if name.hasPrefix("Swift.__StringStorage") { return block.words.1 & 0xFFFF_FFFF_FFFF }
    return name.contains("Storage") ? block.words.0 : 0
  }
}
