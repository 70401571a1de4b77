// strdup's result belongs to the caller.
import Glibc

@inline(never) func shout(_ word: String) -> Int {
  let copy = strdup(word)!  // leak: unreachable
  var at = 0
  while copy[at] != 0 { copy[at] = CChar(toupper(Int32(copy[at]))); at += 1 }
  print(String(cString: copy))
  return at
}
print(shout("a word that is long enough"))
