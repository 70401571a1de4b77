// Allocations: what one instruction allocates, where, and what its kind alone says of the reason. Whose line it is, and
// where the value goes, is asked elsewhere.
// Relies on: FunctionGraph, Layout, StorageTypes.

/// One allocation in a function.
struct Allocation {
  var instruction: Int32
  var kind: Site.Kind
  var type: String
  var verdict = Site.Verdict.heap
  /// What the kind says; nil leaves it to the flow of the value.
  var reason: Reason?
  var bytes: Int?
  /// A run need not come to it.
  var may = false
  /// The value whose way decides; nil where only the kind does.
  var value: ValueID?
}

extension FunctionGraph {
  /// Every allocation of the function, in the order of its text.
  ///
  /// - Complexity: O(instructions).
  func allocations() -> [Allocation] {
    var found: [Allocation] = []
    // What the code generator has put into the frame: see stackLimit.
    var stackBytes: Int?
    for (index, instruction) in function.instructions.enumerated() {
      guard instruction.opcode.mayAllocate else { continue }
      guard var allocation = allocation(of: instruction, &stackBytes) else { continue }
      allocation.instruction = Int32(index)
      if allocation.value == nil { allocation.value = function.results(of: instruction).first }
      found.append(allocation)
    }
    return found
  }

  private func allocation(of instruction: SILInstruction, _ stackBytes: inout Int?) -> Allocation? {
    let text = text(instruction)
    switch instruction.opcode {
    case .allocRef, .allocRefDynamic: return object(instruction, text, &stackBytes)
    case .allocBox: return box(instruction, text)
    case .allocExistentialBox:
      let type = text.lastRange(of: ", $").map { String(text[$0.upperBound...]) } ?? text
      return Allocation(instruction: 0, kind: .errorBox, type: type)
    case .initExistentialAddr: return existential(text)
    case .partialApply: return closure(instruction, text)
    case .throwing:
      guard let colon = text.firstRange(of: " : $"), text[colon.upperBound...] != "any Error" else {
        return nil
      }
      return Allocation(
        instruction: 0, kind: .errorBox, type: String(text[colon.upperBound...]), verdict: .none,
        reason: .typedThrow)
    case .builtin: return builtin(text)
    case .keypath:
      // One whose pattern has type parameters is made anew each time, whatever they are.
      let isConstant = operands(instruction).isEmpty && !text.contains(", <")
      return Allocation(
        instruction: 0, kind: .keyPath, type: "KeyPath", verdict: isConstant ? .none : .heap,
        reason: isConstant ? .once : nil)
    case .openExistentialAddr:
      guard text.hasPrefix("mutable_access"), let type = text.firstRange(of: " : $*any "),
        let end = text.firstRange(of: " to $*")
      else { return nil }
      // A value in a box that is shared is copied before it is changed.
      return Allocation(
        instruction: 0, kind: .existentialBox, type: "any " + text[type.upperBound..<end.lowerBound],
        reason: .copyOnWrite, may: true)
    case .storeWeak:
      if let stored = operands(instruction).first.flatMap(definition(of:)), stored.opcode == .enumeration,
        self.text(stored).contains("#Optional.none")
      {
        return nil
      }
      return Allocation(
        instruction: 0, kind: .sideTable, type: "side-table", reason: .weakReference, bytes: 32, may: true)
    default: return nil
    }
  }

  // MARK: - Objects

  private func object(
    _ instruction: SILInstruction, _ text: String, _ stackBytes: inout Int?
  ) -> Allocation {
    let type = text.lastIndex(of: "$").map { String(text[text.index(after: $0)...]) } ?? text
    let kind = StorageTypes.kind(of: type)
    var allocation = Allocation(instruction: 0, kind: kind, type: StorageTypes.shown(type))
    allocation.bytes = tailBytes(instruction, text, of: type)
    if instruction.opcode == .allocRefDynamic, kind == .object { allocation.reason = .dynamicType }
    guard text.contains("[stack]") else { return allocation }
    // The code generator grants 1,024 bytes a function, of which all `alloc_stack` are taken first.
    // Source: swift/lib/IRGen/IRGenSIL.cpp, visitAllocRefInst and estimateStackSize.
    let used = stackBytes ?? allocStackBytes()
    if hasUnknownCount(text) || hasUnknownElement(text) {
      allocation.reason = .unknownSize
    } else if let bytes = allocation.bytes, used + bytes > 1024 {
      allocation.reason = .stackLimit
    } else {
      allocation.verdict = .stack
      allocation.reason = .promoted
    }
    stackBytes = used + (allocation.verdict == .stack ? allocation.bytes ?? 0 : 0)
    return allocation
  }

  /// Whether the number of elements behind an object is found at run time; then it needs the heap, whatever the optimizer
  /// allowed.
  private func hasUnknownCount(_ text: String) -> Bool {
    text.ranges(of: "[tail_elems $").contains { mark in
      let tail = text[mark.upperBound...].prefix { $0 != "]" }
      guard let star = tail.firstRange(of: " * %"),
        let value = Int32(tail[star.upperBound...].prefix { $0.isNumber }), let count = definition(of: value)
      else { return true }
      return count.opcode != .integerLiteral
    }
  }

  /// Whether an element behind an object is of a type that is a parameter here.
  private func hasUnknownElement(_ text: String) -> Bool {
    text.ranges(of: "[tail_elems $").contains { mark in
      let tail = text[mark.upperBound...].prefix { $0 != "]" }
      let element = tail.firstRange(of: " * %").map { tail[..<$0.lowerBound] } ?? tail
      return isGeneric(element) && module.declarations.layout(of: element) == nil
    }
  }

  private func allocStackBytes() -> Int {
    function.instructions.lazy.filter { $0.opcode == .allocStack }.reduce(0) { sum, instruction in
      let type = self.text(instruction).split(separator: "$").last?.prefix { $0 != "," }
      return sum + (type.flatMap { module.declarations.layout(of: $0) }?.size ?? 0)
    }
  }

  /// The size of an object with its tail-allocated elements, when all of it is constant.
  private func tailBytes(_ instruction: SILInstruction, _ text: String, of type: String) -> Int? {
    let tails = text.ranges(of: "[tail_elems $").map { text[$0.upperBound...].prefix { $0 != "]" } }
    guard !tails.isEmpty else { return module.declarations.objectSize(of: type) }
    // A buffer's head: metadata, counts, count and capacity.
    guard var bytes = type.hasPrefix("_") ? 32 : module.declarations.objectSize(of: type) else { return nil }
    for tail in tails {
      guard let star = tail.firstRange(of: " * %"),
        let layout = module.declarations.layout(of: tail[..<star.lowerBound]),
        let value = Int32(tail[star.upperBound...].prefix { $0.isNumber }),
        let count = definition(of: value), count.opcode == .integerLiteral,
        let number = Int(self.text(count).split(separator: " ").last ?? "")
      else { return nil }
      bytes = (bytes + layout.alignment - 1) / layout.alignment * layout.alignment + number * layout.stride
    }
    return bytes
  }

  // MARK: - Boxes

  private func box(_ instruction: SILInstruction, _ text: String) -> Allocation {
    // `${ var Int }, var, name "c"`, `$<τ_0_0><τ_1_0> { var τ_1_0 } <Int, String>`
    var type = text
    if let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}") {
      type = text[text.index(after: open)..<close].split(separator: " ").dropFirst().joined(separator: " ")
      let after = text[text.index(after: close)...].drop { $0 == " " }
      let parameters = TypeText.split(text[..<open].split { "<>$ ".contains($0) }.joined(separator: ","))
        .filter { $0.hasPrefix("τ_") }
      var named: [String] = []
      for parameter in parameters where !named.contains(parameter) { named.append(parameter) }
      let arguments = TypeText.split(TypeText.inBrackets(after) ?? "")
      for (parameter, argument) in zip(named, arguments) {
        type = type.replacing(parameter, with: argument)
      }
    }
    let bytes = module.declarations.layout(of: type).map {
      (16 + $0.alignment - 1) / $0.alignment * $0.alignment + $0.size
    }
    let isVariable = text.contains(", var, name") || text.contains(", let, name")
    guard !isVariable, let value = function.results(of: instruction).first,
      let enumeration = users(of: value).map(instruction(_:)).first(where: { $0.opcode == .enumeration })
    else { return Allocation(instruction: 0, kind: .box, type: type, bytes: bytes) }
    // `$Tree, #Tree.node!enumelt, %5 : …`
    let name = self.text(enumeration).dropFirst().prefix { $0 != "," }
    return Allocation(
      instruction: 0, kind: .indirectPayload, type: String(name), reason: .indirectCase, bytes: bytes)
  }

  private func existential(_ text: String) -> Allocation? {
    guard let at = text.lastRange(of: ", $") else { return nil }
    let type = String(text[at.upperBound...])
    guard let layout = module.declarations.layout(of: type) else {
      let isGeneric = type.contains("τ_") || type.contains("@opened(") || self.isGeneric(type)
      // A library's type of unknown size is left out where it is a reference or known to be small: not here.
      return Allocation(
        instruction: 0, kind: .existentialBox, type: type, verdict: .heap,
        reason: isGeneric ? .unspecialized : .unknownSize, may: true)
    }
    let fits = layout.size <= 24 && layout.alignment <= 16 && layout.isBitwiseTakable
    return Allocation(
      instruction: 0, kind: .existentialBox, type: type, verdict: fits ? .none : .heap,
      reason: fits ? .fitsInline : .tooBigForInline,
      bytes: fits ? nil : (16 + layout.alignment - 1) / layout.alignment * layout.alignment + layout.size)
  }

  // MARK: - Closures

  private func closure(_ instruction: SILInstruction, _ text: String) -> Allocation? {
    let captured = operands(instruction).count - 1
    guard captured > 0 else { return nil }
    var allocation = Allocation(instruction: 0, kind: .closureContext, type: "closure")
    if text.contains("[on_stack]") {
      allocation.verdict = .stack
      allocation.reason = .promoted
      return allocation
    }
    let signature = text.firstRange(of: " : $").map { String(text[$0.upperBound...]) } ?? ""
    let types = TypeText.arguments(of: signature).suffix(captured)
    if types.count == 1, let only = types.first, isOneReference(only), !holdsTypes(text, beside: only) {
      allocation.verdict = .none
      allocation.reason = .contextIsBox
    }
    return allocation
  }

  /// Whether a context has to hold types, too: those that a generic function is applied to and that are parameters here, unless
  /// the captured object's own class tells them.
  ///
  /// Source: swift/lib/IRGen/GenFunc.cpp, emitFunctionPartialApplication: a layout with bindings is no single pointer.
  private func holdsTypes(_ text: String, beside captured: String) -> Bool {
    let arguments = TypeText.genericArguments(ofCall: text)
    let parameters = arguments.indices.filter { isGeneric(arguments[$0]) }
    guard !parameters.isEmpty else { return false }
    let type = TypeText.withoutAttributes(captured)
    let isObject = type.contains("KeyPath<") || module.declarations.nominal(type)?.isReference == true
    return !isObject || !parameters.allSatisfy { type.contains("τ_0_\($0)") }
  }

  /// Whether a captured value is a single counted pointer, which then is the context.
  ///
  /// Source: swift/lib/IRGen/GenFunc.cpp, emitFunctionPartialApplication: one argument that is a single retainable pointer.
  private func isOneReference(_ argument: String) -> Bool {
    if argument.contains("@inout") || argument.contains("@in_guaranteed") || argument.contains("@in ")
      || argument.contains("@unowned") || argument.prefix(while: { $0 != "{" }).contains("@sil_")
    {
      return false
    }
    var type = TypeText.withoutAttributes(argument)
    if let wrapped = TypeText.argument(of: "Optional", in: type) { type = wrapped }
    if type.first == "{" || type.first == "<" && type.contains("{") { return true }
    let references = [
      "Array<", "ContiguousArray<", "Dictionary<", "Set<", "Task<", "AnyObject", "Builtin.NativeObject",
      "KeyPath<", "WritableKeyPath<", "ReferenceWritableKeyPath<", "PartialKeyPath<", "AnyKeyPath",
    ]
    if references.contains(where: type.hasPrefix) { return true }
    guard let nominal = module.declarations.nominal(type) else {
      return type.hasPrefix("_") && type.contains("Storage")
    }
    if nominal.isReference { return true }
    return nominal.kind == .structure && nominal.fields.count == 1 && !nominal.isGeneric
      && !nominal.fields[0].isWeak && isOneReference(nominal.fields[0].type)
  }

  // MARK: - Builtins

  private func builtin(_ text: String) -> Allocation? {
    // `"allocRaw"(%3 : …`
    let name = Substring(text.utf8.dropFirst().prefix { $0 != UInt8(ascii: "\"") })
    switch name {
    case "allocRaw", "allocVector": return Allocation(instruction: 0, kind: .rawMemory, type: "raw")
    case "stackAlloc", "unprotectedStackAlloc":
      return Allocation(
        instruction: 0, kind: .rawMemory, type: "raw", verdict: .stack, reason: .promoted)
    case _ where name.hasPrefix("createTaskGroup"):
      return Allocation(instruction: 0, kind: .library, type: "library", reason: .libraryCall)
    case _ where name.hasPrefix("createAsyncTask"):
      return Allocation(instruction: 0, kind: .task, type: "Task", reason: .taskObject)
    case _ where name.hasPrefix("startAsyncLet"):
      return Allocation(instruction: 0, kind: .task, type: "async let", verdict: .none, reason: .taskSlab)
    default: return nil
    }
  }
}

extension Opcode {
  var mayAllocate: Bool {
    switch self {
    case .allocRef, .allocRefDynamic, .allocBox, .allocExistentialBox, .initExistentialAddr, .partialApply,
      .builtin, .keypath, .storeWeak, .openExistentialAddr, .throwing:
      true
    default: false
    }
  }
}

extension StringProtocol {
  /// The last place at which `text` stands.
  func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
