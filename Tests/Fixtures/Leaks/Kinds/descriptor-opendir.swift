// opendir without closedir.
import Glibc

@inline(never) func count(in path: String) -> Int {
  guard let folder = opendir(path) else { return 0 }  // leak: unreleased
  var count = 0
  while readdir(folder) != nil { count += 1 }
  return count
}
print(count(in: "/etc") > 2)
