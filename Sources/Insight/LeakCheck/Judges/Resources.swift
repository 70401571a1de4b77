// Resources: descriptors that are open at the end though no variable has their number, and children that nobody waited for.
// A number in a global variable, in an object's property or in a closure means that somebody keeps the descriptor for life.

extension LeakCheck {
  func unreleased() -> [Leak] {
    snapshot.descriptors.compactMap { descriptor in
      guard let site = naming.site(of: descriptor.stack),
        !naming.isLibrarysOwn(descriptor.stack, isDescriptor: true),
        !isHeld(descriptor)
      else { return nil }
      return Leak(
        kind: "descriptor", judgement: .unreleased,
        name: "descriptor of \(Self.word(for: descriptor.target))", site: site, count: 1,
        bytes: 0, holders: [], confidence: confidence(.likely, at: site),
        remedy: Kinds.remedy("descriptor", holders: []))
    }
  }

  /// `a socket` of `socket:[4711]`, and a file's path as it is.
  private static func word(for target: String) -> String {
    guard let end = target.firstIndex(of: ":"), !target.hasPrefix("/") else { return target }
    return "a " + target[..<end]
  }

  private func isHeld(_ descriptor: Snapshot.Descriptor) -> Bool {
    if descriptor.handle != 0, let handle = snapshot.block(at: descriptor.handle) {
      return isHandleHeld(handle)
    }
    return snapshot.numbers.contains { number in
      guard number.value == descriptor.number else { return false }
      guard number.block >= 0 else { return naming.variable(at: number.place) != nil }
      guard reachability.isReached[number.block] else { return false }
      return isInteger(number)
    }
  }

  /// Of an object's properties only numbers count, and of arrays those of descriptors.
  private func isInteger(_ number: Snapshot.Number) -> Bool {
    let block = snapshot.blocks[number.block]
    guard block.kind == .object else { return block.kind == .context || block.kind == .box }
    if let field = snapshot.field(of: number.block, at: Int(number.place)) {
      return field.offset == Int(number.place)
        && (field.type.contains("Int32") || field.type.contains("Int64"))
    }
    let name = snapshot.types[block.type]?.name ?? ""
    return name.contains("Storage<") && (name.contains("Int32") || name.contains("FileDescriptor"))
      && number.place >= 32
  }

  /// The C library chains all its files; only what else refers to one holds it.
  private func isHandleHeld(_ handle: Int) -> Bool {
    let handles = Set(
      snapshot.descriptors.compactMap { $0.handle == 0 ? nil : snapshot.block(at: $0.handle) })
    if snapshot.roots.contains(where: { $0.to == handle && naming.variable(at: $0.place) != nil }) {
      return true
    }
    return snapshot.blocks.indices.contains { block in
      reachability.isReached[block] && !handles.contains(block)
        && snapshot.edges(of: block).contains { $0.to == handle && $0.isExact }
    }
  }

  func zombies() -> [Leak] {
    snapshot.children.compactMap { child in
      guard let site = naming.site(of: child.stack) else { return nil }
      return Leak(
        kind: "child-process", judgement: .zombie, name: "child process", site: site, count: 1, bytes: 0,
        holders: [],
        confidence: child.hasEnded ? .likely : .possible, remedy: Kinds.remedy("child-process", holders: []))
    }
  }
}
