// Demangling: what a mangled name means, as the runtime's own demangler says it, without another process.
// Relies on: swift_demangle of libswiftCore, found by name; without it names stay as they are.

import Glibc

/// The runtime's demangler.
package enum Demangling {
  private typealias Function =
    @convention(c) (
      UnsafePointer<CChar>?, UInt, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<UInt>?, UInt32
    ) -> UnsafeMutablePointer<CChar>?

  /// It has had this form since Swift 4 (swift/include/swift/Demangling/Demangle.h).
  private static let function: Function? = dlsym(nil, "swift_demangle").map {
    unsafeBitCast($0, to: Function.self)
  }

  /// `Swift.Array.append(__owned A) -> ()`; a name that is not mangled is its own.
  package static func name(of symbol: String) -> String {
    guard symbol.hasPrefix("$"), let text = function?(symbol, UInt(symbol.utf8.count), nil, nil, 0) else {
      return symbol
    }
    // The caller owns what it gets.
    defer { free(text) }
    return String(cString: text)
  }
}
