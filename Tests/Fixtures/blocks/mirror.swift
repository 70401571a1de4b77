struct P { let a = 1; let b = "t" }
for c in Mirror(reflecting: P()).children { print(c.label!, c.value) }
dump(P())
