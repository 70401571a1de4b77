Task.detached {
  try? await Task.sleep(for: .seconds(20))
  print("never")
}
print("end")
