let s = "größe 👩‍👩‍👧 e\u{301}"
print(s.count, s.utf8.count, s.uppercased(), s.reversed().count)
