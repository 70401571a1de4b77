let s = AsyncStream<Int> { c in
  for i in 0..<3 { c.yield(i) }; c.finish()
}
for await x in s { print(x) }
