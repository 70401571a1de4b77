// A download says when it is done, and the one who asked keeps the download.
final class Download {
  var whenDone: (() -> Void)?
  let buffer = [UInt8](repeating: 0, count: 1000)
}

final class Page {
  let download = Download()
  var isComplete = false
  func load() { download.whenDone = { self.isComplete = true } }
}

func leakRound() {
  for _ in 0..<10 { Page().load() }
}
