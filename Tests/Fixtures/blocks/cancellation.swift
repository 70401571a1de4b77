let t = Task { () -> String in
  do { try await Task.sleep(for: .seconds(30)); return "slept" } catch { return "cancelled" }
}
t.cancel()
print(await t.value)
