// Each thread has a buffer of its own, which its end gives back.
import Glibc

final class Scratch { var text = [CChar](repeating: 0, count: 128) }
nonisolated(unsafe) var key = pthread_key_t()
pthread_key_create(&key) { raw in Unmanaged<Scratch>.fromOpaque(raw!).release() }

@inline(never) func scratch() -> Scratch {
  if let raw = pthread_getspecific(key) { return Unmanaged<Scratch>.fromOpaque(raw).takeUnretainedValue() }
  let made = Scratch()
  pthread_setspecific(key, Unmanaged.passRetained(made).toOpaque())
  return made
}
var threads: [pthread_t] = []
for _ in 0..<4 {
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { _ in
      scratch().text[0] = 1; return nil
    }, nil)
  threads.append(thread)
}
for thread in threads { pthread_join(thread, nil) }
print(scratch().text.count)
