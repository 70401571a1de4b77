// getline makes the buffer and does not free it.
import Glibc

@inline(never) func firstLine(of path: String) -> Int {
  guard let file = fopen(path, "r") else { return 0 }
  defer { fclose(file) }
  var line: UnsafeMutablePointer<CChar>?
  defer { free(line) }
  var capacity = 0
  return getline(&line, &capacity, file)
}
print(firstLine(of: "/etc/passwd") > 0)
