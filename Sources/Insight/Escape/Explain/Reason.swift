// Reason: why a value stands where it does, by ids that stay the same, each with a sentence and a remedy. The ids are part
// of the JSON's contract; `lesson escape --reasons` prints this table.
// Relies on: nothing.

/// Why an allocation is on the heap, or is not.
package enum Reason: String, Codable, CaseIterable, Sendable {
  // On the heap, because of where the value goes; the strongest first.
  case returned
  case thrown
  case storedGlobal = "stored-global"
  case storedField = "stored-field"
  case storedArgument = "stored-argument"
  case captured
  case passedEscaping = "passed-escaping"
  case passedOpaque = "passed-opaque"
  case dynamicDispatch = "dynamic-dispatch"
  case unmanaged
  case loopCarried = "loop-carried"

  // On the heap, because of what it is.
  case tooBigForInline = "too-big-for-inline"
  case indirectCase = "indirect-case"
  case growth
  case copyOnWrite = "copy-on-write"
  case libraryCall = "library-call"
  case unknownSize = "unknown-size"
  case dynamicType = "dynamic-type"
  case unspecialized
  case weakReference = "weak-reference"
  case stackLimit = "stack-limit"
  case explicit
  case taskObject = "task-object"
  case once
  case notOptimized = "not-optimized"
  case optimizerLimit = "optimizer-limit"

  // Not on the heap.
  case promoted
  case removed
  case fitsInline = "fits-inline"
  case contextIsBox = "context-is-box"
  case taskSlab = "task-slab"
  case typedThrow = "typed-throw"

  /// Reasons of flow, from the one that says most to the one that says least.
  static let byFlow: [Reason] = [
    .returned, .thrown, .storedGlobal, .storedField, .storedArgument, .captured, .passedEscaping,
    .passedOpaque, .dynamicDispatch, .unmanaged, .loopCarried,
  ]

  /// Lower says more.
  var rank: Int { Self.byFlow.firstIndex(of: self) ?? Self.byFlow.count }

  package var isOnHeap: Bool {
    switch self {
    case .promoted, .removed, .fitsInline, .contextIsBox, .taskSlab, .typedThrow: false
    default: true
    }
  }
}

extension Reason {
  /// One sentence: what the reason means.
  package var sentence: String {
    switch self {
    case .returned: "the value goes to the caller, so it must outlive this call"
    case .thrown: "the value is thrown, so whoever catches it must find it alive"
    case .storedGlobal: "a global variable keeps it"
    case .storedField: "an object that lives on keeps it"
    case .storedArgument: "the caller's inout variable keeps it"
    case .captured: "a closure that lives on keeps it"
    case .passedEscaping: "a function that it is passed to keeps it"
    case .passedOpaque: "it is passed to a function whose body the compiler cannot see"
    case .dynamicDispatch: "it is passed to a method or closure that is chosen at run time"
    case .unmanaged: "its reference leaves reference counting, and the compiler loses sight of it"
    case .loopCarried: "it lives on into the next turn of a loop"
    case .tooBigForInline: "the value is larger than the three words that an existential holds inline"
    case .indirectCase: "the payload of an indirect case stands in a box of its own"
    case .growth: "a collection that is full moves into a larger buffer"
    case .copyOnWrite: "a shared buffer is copied before it is changed"
    case .libraryCall: "a library function that is called here allocates"
    case .unknownSize: "its size is not known when the program is compiled"
    case .dynamicType: "its class is chosen at run time"
    case .unspecialized: "its type is still generic in this code"
    case .weakReference: "the first weak reference to an object makes its side table"
    case .stackLimit:
      "the optimizer allowed the stack, but the function's 1,024 bytes for objects are used up"
    case .explicit: "the source asks for memory itself"
    case .taskObject: "a task is an object of its own"
    case .once: "it is made once, when a global is first used"
    case .notOptimized: "nothing is promoted without optimization; with -O it is"
    case .optimizerLimit:
      "no way out of the function was found; the optimizer did not promote it all the same"
    case .promoted: "it does not outlive the call, so it stands on the stack"
    case .removed: "the optimizer left no allocation"
    case .fitsInline: "the value fits into the three words that an existential holds inline"
    case .contextIsBox: "what the closure captures is one reference, and that is its context"
    case .taskSlab: "the task's own slab holds it"
    case .typedThrow: "a typed error is returned as a value, without a box"
    }
  }

  /// What keeps such a value off the heap; empty where there is nothing to mend.
  package var remedy: String {
    switch self {
    case .returned: "return a struct, or fill a value that the caller passes as inout"
    case .thrown: "throw a concrete type: func f() throws(MyError)"
    case .storedGlobal: "keep a struct in the global, or make the object once and reuse it"
    case .storedField: "keep a struct in the field, or reuse the object that is there"
    case .storedArgument: "return the value, or make the element a struct"
    case .captured: "pass what the closure needs as arguments, or take the closure as non-escaping"
    case .passedEscaping: "let the callee borrow: do not store the argument, or take a non-escaping closure"
    case .passedOpaque: "make the callee visible: the same module, or @inlinable"
    case .dynamicDispatch: "make the class final or the function generic, so that the callee is known"
    case .unmanaged: "keep to counted references, or borrow with withExtendedLifetime"
    case .loopCarried: "reuse one object, or replace it by a struct"
    case .tooBigForInline: "take some P or a generic, or keep the large part behind one reference"
    case .indirectCase: "mark only the recursive case indirect, or keep nodes in an array with indices"
    case .growth: "reserveCapacity before the loop, or reuse the collection with removeAll(keepingCapacity:)"
    case .copyOnWrite: "change it while it has one owner: consume the other copy, or pass it inout"
    case .libraryCall: "keep the result, use a lazy form, or write into memory that you have"
    case .unknownSize: "use a constant size: InlineArray, or a constant count"
    case .dynamicType: "name the class, or make it final"
    case .unspecialized: "make the generic visible to its caller, or @inlinable"
    case .weakReference: "unowned, or a plain reference that is cleared"
    case .stackLimit: "make the object smaller, or split the function"
    case .explicit: "withUnsafeTemporaryAllocation or InlineArray for a scratch of known size"
    case .taskObject: "async let or a direct await, where no task of its own is needed"
    case .once: ""
    case .notOptimized: "compile with -O"
    case .optimizerLimit: "ask what the optimizer saw: swiftc -O -emit-sil FILE"
    case .promoted, .removed, .fitsInline, .contextIsBox, .taskSlab, .typedThrow: ""
    }
  }
}
