let s: String? = CommandLine.arguments.count > 5 ? "x" : nil
print("before")
print(s!)
