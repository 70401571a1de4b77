// SharingOptions: where compiled programs are shared with other machines: a folder, or a server of Bazel's remote cache
// protocol. Secrets come from the environment, so that no process list and no log shows them.
// Relies on: SharedPrograms, which believes no store.

import ArgumentParser
import BookVerify
import Foundation
import Toolchain

/// Options of the commands that can share compiled programs.
struct SharingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Share compiled programs through this folder or HTTP cache (Bazel's protocol: ac/HASH, cas/HASH).",
      discussion:
        "Default: LESSON_SHARED. LESSON_SHARED_TOKEN is sent as a bearer's token; with LESSON_SHARED_SECRET "
        + "only entries are taken whose writer knew it.",
      valueName: "dir|url"))
  var shared: String?

  @Flag(help: "Take compiled programs from there and add none.")
  var sharedReadOnly = false

  func validate() throws {
    if sharedReadOnly, place == nil { throw ValidationError("--shared-read-only goes with --shared DIR|URL") }
    if let place, place.contains("://"), HTTPStore(place, token: nil) == nil {
      throw ValidationError("--shared wants a folder, http://… or https://…, not '\(place)'")
    }
  }

  private var place: String? {
    let value = shared ?? ProcessInfo.processInfo.environment["LESSON_SHARED"]
    return value?.isEmpty == false ? value : nil
  }

  /// Lets `workshop` share, when the user wants it.
  func share(_ workshop: inout Workshop) {
    guard let place else { return }
    let environment = ProcessInfo.processInfo.environment
    let remote: (any SharedStore)? =
      place.contains("://") ? HTTPStore(place, token: environment["LESSON_SHARED_TOKEN"]) : nil
    let store = remote ?? DirectoryStore(URL(fileURLWithPath: place).standardizedFileURL.path)
    guard let toolchain = workshop.toolchain.fingerprint(memory: workshop.cache + "/fingerprint") else {
      Terminal.printError(
        "note: nothing is shared: the compiler's hash cannot be taken (sha256sum is missing)")
      return
    }
    let programs = SharedPrograms(
      store, secret: environment["LESSON_SHARED_SECRET"] ?? "", isReadOnly: sharedReadOnly)
    workshop.executor.sharing = ProgramSharing(
      programs, toolchain: toolchain, modules: workshop.executor.library.fingerprint)
  }
}
