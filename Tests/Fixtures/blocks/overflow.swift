var n = Int.max - CommandLine.arguments.count + 1
print("before")
n += 1
print(n)
