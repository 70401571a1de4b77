func f() async -> Int { 5 }
print(await f())
