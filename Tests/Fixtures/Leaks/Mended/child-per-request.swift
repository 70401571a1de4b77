// Each request starts a helper; only the last one is waited for.
import Glibc

@inline(never) func start() -> pid_t {
  var process: pid_t = 0
  let name = strdup("/bin/true")
  defer { free(name) }
  posix_spawnp(&process, "true", nil, nil, [name, nil], environ)
  return process
}
let processes = (0..<3).map { _ in start() }
var status: Int32 = 0
for process in processes { waitpid(process, &status, 0) }
print(status)
