// The cycle was made on a thread that has ended since.
import Glibc

final class Job {
  var next: Job?
  var id = 1
}

@inline(never) func work() {
  let job = Job()
  job.next = job
  print(job.id)
  job.next = nil
}
var thread = pthread_t()
pthread_create(
  &thread, nil,
  { _ in
    work(); return nil
  }, nil)
pthread_join(thread, nil)
