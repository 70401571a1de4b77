// fopen without fclose.
import Glibc

@inline(never) func countLines(_ path: String) -> Int {
  guard let file = fopen(path, "r") else { return 0 }
  defer { fclose(file) }
  var count = 0
  while true {
    let byte = getc(file)
    if byte < 0 { return count }
    if byte == 10 { count += 1 }
  }
}
print(countLines("/etc/passwd") > 0)
