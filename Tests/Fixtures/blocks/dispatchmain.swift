import Dispatch
import Glibc

DispatchQueue.main.async {
  print("on main")
  exit(2)
}
dispatchMain()
