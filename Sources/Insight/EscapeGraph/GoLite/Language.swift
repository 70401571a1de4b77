// What differs between the versions of Go that GoLite can answer for.
// Source: Go 1.19.8 and 1.27.3, cmd/compile/internal/{escape,ir,loopvar}.

extension GoLite {
  /// A version of Go.
  public enum Language: String, CaseIterable, Sendable {
    /// The version whose tests state expectations that GoLite is measured with.
    case go119 = "1.19"
    /// The version that the book's other comparisons run.
    case go127 = "1.27"

    /// Since 1.22 each turn of a loop has variables of its own.
    var hasPerIterationVariables: Bool { self == .go127 }
    /// Since 1.25 a slice of a size that only the run knows may begin on the stack.
    var boxesUnknownSizes: Bool { self == .go119 }
    /// What `append` allocates is a location of its own.
    var hasAppendStorage: Bool { self == .go127 }
    /// A variable that always holds the same constant is as good as the constant.
    var seesThroughConstants: Bool { self == .go127 }
    /// A string may lend its bytes to a slice that nobody writes to.
    var hasZeroCopy: Bool { self == .go127 }
    /// Known callees of a variable that is set more than once, and closures whose calls are all known.
    var followsCallees: Bool { self == .go127 }
    /// A parameter that is only ever set is not looked at.
    var dropsDeadAssignments: Bool { self == .go127 }
    /// A slice of elements without a size is always on the heap.
    var boxesEmptyElements: Bool { self == .go127 }
    /// A closure that holds nothing is a function like others, analyzed before who calls it.
    func isFunction(_ closure: Function) -> Bool { self == .go127 && closure.captured.isEmpty }
    /// Variables of more bytes than this are on the heap.
    var largestVariable: Int { self == .go119 ? 10 << 20 : 128 << 10 }
    /// So are `new`, `&T{}`, `make` and closures of more bytes than this.
    var largestImplicit: Int { 64 << 10 }
  }
}
