// SharedPrograms: objects that another machine has compiled already, by everything that decides what they are: the source,
// the options, the toolchain's bytes, the modules' bytes. An object is taken only when its bytes have the hash under which
// they were asked for; with a secret, only when whoever wrote the entry knew the secret.
// Invariant: nothing that a store answers or fails to answer changes a verdict; it costs a compilation.

import Foundation
import Synchronization

/// Compiled programs in a store.
package final class SharedPrograms: Sendable {
  private let store: any SharedStore
  private let secret: [UInt8]
  private let isReadOnly: Bool
  private let state = Mutex(State())

  private struct State {
    var account = Account()
    var isClosed = false
  }

  /// What was had of the store.
  package struct Account: Hashable, Sendable {
    package var taken = 0
    package var missing = 0
    package var written = 0
    /// Why entries were refused, each reason once.
    package var refusals: [String] = []

    package init(taken: Int = 0, missing: Int = 0, written: Int = 0) {
      self.taken = taken
      self.missing = missing
      self.written = written
    }
  }

  /// An object is seldom larger than one MiB.
  static let mostBytes = 64 << 20

  /// - Parameters:
  ///   - secret: Entries carry a code that only its owners can make; empty for a store that is trusted.
  ///   - isReadOnly: Takes, and gives nothing.
  package init(_ store: any SharedStore, secret: String = "", isReadOnly: Bool = false) {
    self.store = store
    self.secret = Array(secret.utf8)
    self.isReadOnly = isReadOnly
  }

  package var account: Account { state.withLock { $0.account } }

  /// What to say of it when all is done, a sentence each.
  package var notes: [String] {
    let account = account
    let counts = "\(account.taken) programs came from \(store.place), \(account.written) were added"
    return (account.taken + account.written > 0 ? [counts] : []) + account.refusals
  }

  /// An object by its action's hash, written to `file`.
  ///
  /// - Returns: What the compiler had said, or nil when it has to be asked.
  package func take(_ action: String, to file: String) -> [CompilerDiagnostic]? {
    guard !state.withLock({ $0.isClosed }), let name = SharedName(.action, action) else { return nil }
    do {
      guard let entry = try store.read(name, most: 1 << 20) else {
        state.withLock { $0.account.missing += 1 }
        return nil
      }
      let (object, diagnostics) = try checked(entry, action)
      try Data(object).write(to: URL(fileURLWithPath: file))
      state.withLock { $0.account.taken += 1 }
      return diagnostics
    } catch let failure as SharedStoreFailure {
      note(failure)
    } catch {
      note(SharedStoreFailure("\(file) cannot be written: \(error.localizedDescription)", isLasting: true))
    }
    return nil
  }

  /// Gives an object to the store.
  ///
  /// - Parameter file: The object.
  package func give(_ action: String, _ file: String, _ diagnostics: [CompilerDiagnostic]) {
    guard !isReadOnly, !state.withLock({ $0.isClosed }),
      let data = FileManager.default.contents(atPath: file),
      let printed = try? JSONEncoder().encode(diagnostics)
    else { return }
    let object = [UInt8](data)
    var result = ActionResult(
      path: "main.o", hash: SHA256.hex(object), size: object.count, printed: Array(printed))
    result.seal = seal(result, action)
    guard let name = SharedName(.action, action), let content = SharedName(.content, result.hash) else {
      return
    }
    do {
      // The content first: an entry never names what is not there yet.
      try store.write(object, as: content)
      try store.write(result.encoded, as: name)
      state.withLock { $0.account.written += 1 }
    } catch {
      note(error)
    }
  }

  /// A store is given up once: two jobs may find out at the same moment, in different words.
  private func note(_ failure: SharedStoreFailure) {
    state.withLock { state in
      if failure.isLasting {
        guard !state.isClosed else { return }
        state.isClosed = true
        state.account.refusals.append("\(failure.message); no more is asked of it in this run")
      } else if !state.account.refusals.contains(failure.message) {
        state.account.refusals.append(failure.message)
      }
    }
  }

  private func checked(_ entry: [UInt8], _ action: String) throws -> ([UInt8], [CompilerDiagnostic]) {
    func refused(_ why: String) -> SharedStoreFailure {
      SharedStoreFailure(
        "\(store.place): the entry \(action.prefix(16)) was refused: \(why)", isLasting: false)
    }
    guard let result = ActionResult(entry), result.path == "main.o",
      let diagnostics = try? JSONDecoder().decode([CompilerDiagnostic].self, from: Data(result.printed))
    else { throw refused("it is no record of a compilation") }
    guard secret.isEmpty || Self.isEqual(result.seal, seal(result, action)) else {
      throw refused("it is not sealed with our secret")
    }
    guard result.size <= Self.mostBytes, let name = SharedName(.content, result.hash) else {
      throw refused("what it names is no object")
    }
    guard let object = try store.read(name, most: result.size) else {
      throw refused("its object is gone")
    }
    guard object.count == result.size, SHA256.hex(object) == result.hash else {
      throw refused("its object's bytes do not have the hash that they are kept under")
    }
    return (object, diagnostics)
  }

  /// Covers the action as well, so that an entry cannot be moved to another action.
  private func seal(_ result: ActionResult, _ action: String) -> [UInt8] {
    guard !secret.isEmpty else { return [] }
    let text = SHA256.hex(fields: [
      action, result.path, result.hash, "\(result.size)", SHA256.hex(result.printed),
    ])
    return Array(SHA256.code(Array(text.utf8), key: secret).utf8)
  }

  /// Takes the same time wherever they differ.
  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
