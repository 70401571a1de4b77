// Frames: from an instruction out to the line that somebody wrote. What is inlined stands in scopes inside of scopes; the
// site is the innermost frame in a user's file whose function does more than allocate for its caller.
// Relies on: Module, SymbolNames.

/// A line of source that an instruction belongs to.
struct Frame {
  /// Mangled, as a number of the module.
  var symbol: Int32
  var place: SILPlace?
  /// It is the head of the function, no place in its body.
  var isHead = false
}

/// The frames of a module's instructions.
struct Frames {
  let module: SILModule
  /// By number of file: whether a user wrote it.
  let isUsers: [Bool]
  private var onlyAllocates: [Int32: Bool] = [:]
  let names: SymbolNames

  init(_ module: SILModule, names: SymbolNames, isUsers: (String) -> Bool) {
    self.module = module
    self.names = names
    self.isUsers = module.files.map { file in
      // What a macro expands to is in a file of the compiler's own.
      !file.isEmpty && !file.hasPrefix("<") && !file.contains("@__swiftmacro_") && isUsers(file)
    }
  }

  /// Every place that an instruction belongs to, the innermost first: its own, and those of the calls that it was
  /// inlined through.
  ///
  /// - Complexity: O(depth of scopes).
  func all(of instruction: SILInstruction, in function: SILFunction) -> [Frame] {
    var frames: [Frame] = []
    var place = instruction.place
    var next = instruction.scope
    // As deep as inlining goes; a cycle would be the compiler's mistake.
    while frames.count < 200, let number = next, let scope = module.scope(number) {
      // A function's own scope is the function's line, not the instruction's.
      if place.map({ $0.line == 0 }) ?? true, scope.function == nil { place = scope.place }
      let (owner, inlinedAt) = owner(of: scope)
      frames.append(Frame(symbol: owner ?? function.symbol, place: place, isHead: scope.function != nil))
      guard let inlinedAt, let outer = module.scope(inlinedAt) else { return frames }
      place = outer.place
      next = inlinedAt
    }
    return frames.isEmpty ? [Frame(symbol: function.symbol, place: place)] : frames
  }

  /// The function that a scope is in, and the scope that it was inlined at.
  private func owner(of scope: SILScope) -> (Int32?, Int32?) {
    var scope = scope
    var inlinedAt = scope.inlinedAt
    for _ in 0..<500 {
      if inlinedAt == nil { inlinedAt = scope.inlinedAt }
      if let function = scope.function { return (function, inlinedAt) }
      guard let outer = module.scope(scope.parent) else { return (nil, inlinedAt) }
      scope = outer
    }
    return (nil, inlinedAt)
  }

  /// Where the line is that an instruction is there for, and the frames inside and outside of it.
  struct Located {
    /// Nil when no user's line owns the instruction.
    var site: Frame?
    /// From the instruction outward, up to the site: library functions and initializers that only allocate.
    var inner: [Int32] = []
    /// The callers that the site was inlined into.
    var outer: [Frame] = []
  }

  mutating func locate(_ instruction: SILInstruction, in function: SILFunction) -> Located {
    var located = Located()
    for frame in all(of: instruction, in: function) {
      if located.site != nil {
        located.outer.append(frame)
      } else if let place = frame.place, place.line > 0, isUsers[Int(place.file)],
        !onlyAllocates(frame.symbol), !(frame.isHead && isThunk(frame.symbol))
      {
        located.site = frame
      } else {
        located.inner.append(frame.symbol)
      }
    }
    return located
  }

  /// Whether a function of the module only passes its arguments on in another form. One that was given another signature is
  /// such, too, and only its head: its body, where it was inlined before, is the user's.
  private func isThunk(_ symbol: Int32) -> Bool {
    module.bodies[symbol].map { module.functions[$0].isThunk } ?? false
  }

  /// Whether a function stands for its caller: a class's allocating initializer, or a thunk. A structure's initializer
  /// does not: what it allocates is on its own line.
  mutating func onlyAllocates(_ symbol: Int32) -> Bool {
    if let known = onlyAllocates[symbol] { return known }
    let name = names.full(module.symbol(symbol))
    let result =
      name.contains("__allocating_init") || name.contains("thunk for ") || name.contains("partial apply")
      || name.contains("protocol witness for ")
    onlyAllocates[symbol] = result
    return result
  }
}
