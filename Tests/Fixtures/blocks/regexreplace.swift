print("a1b22".replacing(/\d+/, with: "#"), "2026-11-26".firstMatch(of: /(\d{4})-(\d\d)/)!.output)
