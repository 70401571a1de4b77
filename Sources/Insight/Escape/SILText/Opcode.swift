// Opcode: the instructions of SIL. Those that place, move or keep a value have a case of their own; the others are known
// by name, so that a word that is none of them can be counted as not understood.
// Source: swift/include/swift/SIL/SILNodes.def of Swift 6.3, and what swift-frontend 6.3.1 printed.

/// What an instruction does, as far as placement is concerned.
package enum Opcode: String, CaseIterable, Sendable {
  // Memory that comes to be.
  case allocBox = "alloc_box"
  case allocExistentialBox = "alloc_existential_box"
  case allocPack = "alloc_pack"
  case allocRef = "alloc_ref"
  case allocRefDynamic = "alloc_ref_dynamic"
  case allocStack = "alloc_stack"
  case allocVector = "alloc_vector"
  case initExistentialAddr = "init_existential_addr"
  case keypath
  case partialApply = "partial_apply"
  case storeWeak = "store_weak"

  // Calls.
  case apply
  case beginApply = "begin_apply"
  case builtin
  case tryApply = "try_apply"

  // What can be called.
  case classMethod = "class_method"
  case dynamicFunctionRef = "dynamic_function_ref"
  case functionRef = "function_ref"
  case objcMethod = "objc_method"
  case objcSuperMethod = "objc_super_method"
  case prevDynamicFunctionRef = "prev_dynamic_function_ref"
  case superMethod = "super_method"
  case witnessMethod = "witness_method"

  // The same value in another form.
  case beginBorrow = "begin_borrow"
  case beginCowMutation = "begin_cow_mutation"
  case borrowedFrom = "borrowed_from"
  case bridgeObjectToRef = "bridge_object_to_ref"
  case convertEscapeToNoescape = "convert_escape_to_noescape"
  case convertFunction = "convert_function"
  case copyBlock = "copy_block"
  case copyValue = "copy_value"
  case copyableToMoveonlywrapper = "copyable_to_moveonlywrapper"
  case destructureStruct = "destructure_struct"
  case destructureTuple = "destructure_tuple"
  case dropDeinit = "drop_deinit"
  case endCowMutation = "end_cow_mutation"
  case endInitLetRef = "end_init_let_ref"
  case enumeration = "enum"
  case explicitCopyValue = "explicit_copy_value"
  case initExistentialRef = "init_existential_ref"
  case initExistentialValue = "init_existential_value"
  case markDependence = "mark_dependence"
  case moveValue = "move_value"
  case moveonlywrapperToCopyable = "moveonlywrapper_to_copyable"
  case openExistentialBoxValue = "open_existential_box_value"
  case openExistentialRef = "open_existential_ref"
  case openExistentialValue = "open_existential_value"
  case rawPointerToRef = "raw_pointer_to_ref"
  case refToBridgeObject = "ref_to_bridge_object"
  case refToRawPointer = "ref_to_raw_pointer"
  case refToUnmanaged = "ref_to_unmanaged"
  case refToUnowned = "ref_to_unowned"
  case selectEnum = "select_enum"
  case strongCopyUnmanagedValue = "strong_copy_unmanaged_value"
  case strongCopyUnownedValue = "strong_copy_unowned_value"
  case structure = "struct"
  case structExtract = "struct_extract"
  case thinToThickFunction = "thin_to_thick_function"
  case tuple
  case tupleExtract = "tuple_extract"
  case uncheckedBitwiseCast = "unchecked_bitwise_cast"
  case uncheckedEnumData = "unchecked_enum_data"
  case uncheckedOwnershipConversion = "unchecked_ownership_conversion"
  case uncheckedRefCast = "unchecked_ref_cast"
  case uncheckedTrivialBitCast = "unchecked_trivial_bit_cast"
  case uncheckedValueCast = "unchecked_value_cast"
  case unconditionalCheckedCast = "unconditional_checked_cast"
  case unmanagedToRef = "unmanaged_to_ref"
  case unownedToRef = "unowned_to_ref"
  case upcast

  // From a value to an address in it, and from an address to another.
  case addressToPointer = "address_to_pointer"
  case beginAccess = "begin_access"
  case bindMemory = "bind_memory"
  case globalAddr = "global_addr"
  case globalValue = "global_value"
  case indexAddr = "index_addr"
  case indexRawPointer = "index_raw_pointer"
  case initEnumDataAddr = "init_enum_data_addr"
  case markUninitialized = "mark_uninitialized"
  case openExistentialAddr = "open_existential_addr"
  case openExistentialBox = "open_existential_box"
  case pointerToAddress = "pointer_to_address"
  case projectBox = "project_box"
  case projectExistentialBox = "project_existential_box"
  case refElementAddr = "ref_element_addr"
  case refTailAddr = "ref_tail_addr"
  case structElementAddr = "struct_element_addr"
  case tailAddr = "tail_addr"
  case tupleElementAddr = "tuple_element_addr"
  case uncheckedAddrCast = "unchecked_addr_cast"
  case uncheckedTakeEnumDataAddr = "unchecked_take_enum_data_addr"
  case vectorBaseAddr = "vector_base_addr"

  // Reading and writing.
  case copyAddr = "copy_addr"
  case explicitCopyAddr = "explicit_copy_addr"
  case load
  case loadBorrow = "load_borrow"
  case loadUnowned = "load_unowned"
  case loadWeak = "load_weak"
  case store
  case storeBorrow = "store_borrow"
  case storeUnowned = "store_unowned"

  // The way on.
  case br
  case checkedCastBr = "checked_cast_br"
  case condBr = "cond_br"
  case returning = "return"
  case switchEnum = "switch_enum"
  case throwing = "throw"
  case throwAddr = "throw_addr"
  case yield

  // Ends and beginnings that say nothing but of a value's own life.
  case debugValue = "debug_value"
  case deallocRef = "dealloc_ref"
  case deallocPartialRef = "dealloc_partial_ref"
  case deallocStack = "dealloc_stack"
  case deallocStackRef = "dealloc_stack_ref"
  case integerLiteral = "integer_literal"

  /// One without a say in where a value stands.
  case other
  /// A word that is no instruction of SIL that is known here.
  case unknown

  private static let others = """
    abort_apply alloc_global alloc_pack_metadata assign autorelease_value await_async_continuation base_addr_for_offset
    begin_dealloc_ref begin_deinit begin_unpaired_access bridge_object_to_word checked_cast_addr_br checked_cast_value_br
    classify_bridge_object cond_fail copy_block_without_escaping copy_unmanaged_value dealloc_box
    dealloc_existential_box dealloc_pack dealloc_pack_metadata debug_step debug_value_addr deinit_existential_addr
    deinit_existential_value dereference_addr_borrow dereference_borrow dereference_borrow_addr destroy_addr
    destroy_not_escaped_closure destroy_value differentiable_function differentiable_function_extract
    dynamic_method_br dynamic_pack_index end_access end_apply end_borrow end_cow_mutation_addr end_lifetime
    end_unpaired_access existential_metatype extend_lifetime extract_executor fix_lifetime
    float_literal function_extract_isolation get_async_continuation get_async_continuation_addr has_symbol
    hop_to_executor ignored_use implicit_actor_to_opaque_isolation_cast implicitactor_to_opaqueisolation_cast
    increment_profiler_counter init_block_storage_header init_borrow_addr init_existential_metatype inject_enum_addr
    is_escaping_closure is_unique linear_function linear_function_extract make_borrow mark_dependence_addr
    mark_function_escape mark_unresolved_non_copyable_value merge_isolation_region metatype
    objc_existential_metatype_to_object objc_metatype_to_object objc_protocol objc_to_thick_metatype object
    open_existential_metatype open_pack_element pack_element_get pack_element_set pack_length pack_pack_index
    project_block_storage rebind_memory release_value release_value_addr retain_value retain_value_addr
    scalar_pack_index select_enum_addr select_value set_deallocating specify_test strong_copy_weak_value
    strong_release strong_retain strong_retain_unowned string_literal switch_enum_addr switch_value
    thick_to_objc_metatype thunk tuple_addr_constructor tuple_pack_element_addr tuple_pack_extract type_value
    unchecked_inline_bitcast unchecked_ref_cast_addr unconditional_checked_cast_addr undef
    unmanaged_autorelease_value unmanaged_release_value unmanaged_retain_value unowned_copy_value unowned_release
    unowned_retain unreachable unwind value_metatype value_to_bridge_object vector weak_copy_value
    """

  /// By the hash of a name. Built once; two names with one hash would be found by `all`, which is tested.
  private static let byHash: [UInt64: Opcode] = {
    var table: [UInt64: Opcode] = [:]
    for word in others.split(whereSeparator: \.isWhitespace) { table[hash(word.utf8)] = .other }
    for opcode in allCases where opcode != .other && opcode != .unknown {
      table[hash(opcode.rawValue.utf8)] = opcode
    }
    return table
  }()

  /// The opcode that `name` spells.
  package static func named(_ name: ArraySlice<UInt8>) -> Opcode { byHash[hash(name)] ?? .unknown }

  /// FNV-1a.
  private static func hash(_ name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension Opcode {
  /// The result is the operand, or holds it, or is a part of it.
  var forwards: Bool {
    switch self {
    case .beginBorrow, .beginCowMutation, .borrowedFrom, .bridgeObjectToRef, .convertEscapeToNoescape,
      .convertFunction, .copyBlock, .copyValue, .copyableToMoveonlywrapper, .destructureStruct,
      .destructureTuple,
      .dropDeinit, .endCowMutation, .endInitLetRef, .enumeration, .explicitCopyValue, .initExistentialRef,
      .initExistentialValue, .moveValue, .moveonlywrapperToCopyable, .openExistentialBoxValue,
      .openExistentialRef,
      .openExistentialValue, .rawPointerToRef, .refToBridgeObject, .refToRawPointer, .refToUnmanaged,
      .refToUnowned,
      .selectEnum, .strongCopyUnmanagedValue, .strongCopyUnownedValue, .structure, .structExtract,
      .thinToThickFunction,
      .tuple, .tupleExtract, .uncheckedBitwiseCast, .uncheckedEnumData, .uncheckedOwnershipConversion,
      .uncheckedRefCast, .uncheckedTrivialBitCast, .uncheckedValueCast, .unconditionalCheckedCast,
      .unmanagedToRef,
      .unownedToRef, .upcast:
      true
    default: false
    }
  }

  /// The result is an address in what the first operand is or points to.
  var projects: Bool {
    switch self {
    case .addressToPointer, .beginAccess, .bindMemory, .indexAddr, .indexRawPointer, .initEnumDataAddr,
      .initExistentialAddr, .markUninitialized, .openExistentialAddr, .openExistentialBox, .pointerToAddress,
      .projectBox, .projectExistentialBox, .refElementAddr, .refTailAddr, .storeBorrow, .structElementAddr,
      .tailAddr, .tupleElementAddr, .uncheckedAddrCast, .uncheckedTakeEnumDataAddr, .vectorBaseAddr:
      true
    default: false
    }
  }

  /// A call of a function.
  var calls: Bool { self == .apply || self == .tryApply || self == .beginApply }
}
