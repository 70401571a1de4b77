func f(_ n: Int) async -> Int { n * 2 }
async let a = f(1)
async let b = f(2)
print(await a + b)
