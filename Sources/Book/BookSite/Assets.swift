// Assets: the stylesheet and the scripts, as they stand in Assets/, embedded so that an installed binary has
// them.
// Relies on: the package manifest, which embeds the files.

/// Files that every site has.
enum Assets {
  /// `Assets/style.css`
  static var style: [UInt8] { PackageResources.style_css }
  /// `Assets/search.js`, which the index follows.
  static var search: [UInt8] { PackageResources.search_js }
  /// `Assets/lab.js`, which goes where there are labs.
  static var lab: [UInt8] { PackageResources.lab_js }
  /// `Assets/live.js`, which goes where there are blocks to run.
  static var live: [UInt8] { PackageResources.live_js }
  /// `Assets/book.js`
  static var script: [UInt8] { PackageResources.book_js }
}
