// A delegate that is not weak.
protocol DownloadDelegate: AnyObject { func finished(_ bytes: Int) }
final class Download {
  var delegate: (any DownloadDelegate)?
  func run() { delegate?.finished(512) }
}
final class Library: DownloadDelegate {
  var download: Download?
  var bytes = 0
  func finished(_ bytes: Int) { self.bytes += bytes }
}

@inline(never) func sync() {
  let library = Library()  // leak: cycle
  library.download = Download()
  library.download?.delegate = library
  library.download?.run()
  print(library.bytes)
}
sync()
