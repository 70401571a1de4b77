import Glibc

Task {
  print("leaving from a task")
  exit(9)
}
try await Task.sleep(for: .seconds(20))
