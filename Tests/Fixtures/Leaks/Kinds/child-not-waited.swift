// A child that has ended and that nobody waits for.
import Glibc

@inline(never) func launch(_ path: String) {
  var process: pid_t = 0
  let name = strdup(path)
  defer { free(name) }
  posix_spawn(&process, path, nil, nil, [name, nil], environ)  // leak: zombie
}
launch("/bin/true")
