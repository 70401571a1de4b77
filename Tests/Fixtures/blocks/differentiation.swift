import _Differentiation

@differentiable(reverse) func f(_ x: Float) -> Float { x * x * x }
print(gradient(at: 2, of: f))
