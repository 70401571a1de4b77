// The error path forgets the file.
import Glibc

@inline(never) func size(of path: String) -> Int? {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { return nil }
  var status = stat()
  guard fstat(file, &status) == 0, status.st_size > 0 else { close(file); return nil }
  close(file)
  return Int(status.st_size)
}
print(size(of: "/proc/self/maps") ?? -1, size(of: "/etc/passwd") != nil)
