let t = Task.detached { print("in task") }
await t.value
print("end")
