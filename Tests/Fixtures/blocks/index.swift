let a: [Int] = []
print("before")
print(a[CommandLine.arguments.count])
