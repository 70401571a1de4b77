print(0.1 + 0.2, 1e100, Double.infinity, -0.0, Double.nan.isNaN, Float(1) / 3)
