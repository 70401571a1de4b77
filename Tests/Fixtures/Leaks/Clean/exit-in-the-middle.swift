// exit is called where objects are in use: they are alive.
import Glibc

final class Session { var name = "ana"; var next: Session? }

@inline(never) func serve(_ session: Session, depth: Int) {
  let own = Session()
  own.next = session
  if depth == 0 {
    print(own.name, session.name)
    exit(0)
  }
  serve(own, depth: depth - 1)
  print(own.name)
}
serve(Session(), depth: 20)
