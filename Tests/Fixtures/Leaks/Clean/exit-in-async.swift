// So it is in an asynchronous function.
import Glibc

final class Session: @unchecked Sendable { var name = "ana" }

@inline(never) func serve() async {
  let session = Session()
  await Task.yield()
  if session.name == "ana" { print("over"); exit(0) }
  print(session)
}
await serve()
