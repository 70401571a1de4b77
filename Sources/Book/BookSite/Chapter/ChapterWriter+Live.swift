// Live blocks: a page offers to run such a block where it is read, as wasm that the check has run as well. Without scripts
// the block is a block like any other.
// Relies on: SiteInput.makeLiveImage, Assets/live.js, which loads a block's script when its button is pressed. On the page of
// the whole book there is no button.

import BookPrograms
import BookVerify
import Foundation

extension ChapterWriter {
  /// The script of a live block that passed, entered among the page's; nil when there is none, or not here.
  mutating func liveScript(of block: Block, _ entry: Lock.Entry?) -> LiveScript? {
    guard block.options.isLive, case .chapter(prefix: "") = home, let entry,
      let makeImage = book.input.makeLiveImage
    else { return nil }
    do {
      let script = LiveScript(
        name: "\(page.slug)-\(block.name)", image: try makeImage(page.chapter, block),
        output: entry.stdout ?? "")
      liveBlocks.append(script)
      return script
    } catch {
      let reason = (error as? MissingImage)?.message ?? "\(error)"
      fail(
        "live", block.range.start, "the block '\(block.name)' gets no button: \(reason)", severity: .warning)
      return nil
    }
  }
}

/// A live block's wasm as a script, with what it printed natively.
struct LiveScript: Hashable, Sendable {
  /// The script that runs blocks.
  static let driver = "live.js"

  var name: String
  var image: [UInt8]
  var output: String

  var path: String { "live-\(name).js" }

  /// The files that a site with these blocks has beside its pages.
  static func files(of blocks: [LiveScript]) -> [SiteFile] {
    if blocks.isEmpty { return [] }
    return [SiteFile(path: driver, bytes: Assets.live)]
      + blocks.map { block in
        let image = Data(block.image).base64EncodedString()
        let output = Data(block.output.utf8).base64EncodedString()
        return SiteFile(script: block.path, "Live.define(\"\(block.path)\", \"\(image)\", \"\(output)\")")
      }
  }
}
