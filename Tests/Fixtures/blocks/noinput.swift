while let line = readLine() { print(line) }
print("no input")
