// Child processes, each waited for.
import Glibc

@inline(never) func run(_ path: String) -> Int32 {
  var process: pid_t = 0
  let name = strdup(path)
  defer { free(name) }
  posix_spawn(&process, path, nil, nil, [name, nil], environ)
  var status: Int32 = 0
  waitpid(process, &status, 0)
  return status
}
print(run("/bin/true"), run("/bin/true"))
