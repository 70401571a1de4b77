// The work is asynchronous, the reference is not.
final class Uploader: @unchecked Sendable {
  var sent = 0
  var work: (@Sendable () async -> Void)?
}

@inline(never) func upload() async {
  let uploader = Uploader()  // leak: cycle
  uploader.work = { uploader.sent += 1 }
  await uploader.work?()
  print(uploader.sent)
}
await upload()
