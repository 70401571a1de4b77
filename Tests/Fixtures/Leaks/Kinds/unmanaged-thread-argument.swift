// A thread's argument is retained by who starts it; the thread does not take it over.
import Glibc

final class Work { var items = [1, 2, 3] }

@inline(never) func start() {
  let work = Work()  // leak: unreachable
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { raw in
      print(Unmanaged<Work>.fromOpaque(raw!).takeUnretainedValue().items.count)
      return nil
    }, Unmanaged.passRetained(work).toOpaque())
  pthread_join(thread, nil)
}
start()
