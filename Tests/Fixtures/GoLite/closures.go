// Closures: what they hold by value, what by reference, and what returns with them.
package main

func counter() func() int {
	count := 0
	return func() int {
		count++
		return count
	}
}

func adder(n int) func(int) int {
	return func(m int) int { return n + m }
}

func apply(values []int, f func(int) int) []int {
	result := make([]int, 0, len(values))
	for _, v := range values {
		result = append(result, f(v))
	}
	return result
}

func sum(values []int) int {
	total := 0
	each(values, func(v int) { total += v })
	return total
}

func each(values []int, f func(int)) {
	for _, v := range values {
		f(v)
	}
}

var handlers []func()

func register(name *string) {
	handlers = append(handlers, func() { println(*name) })
}

func compose(f, g func(int) int) func(int) int {
	return func(x int) int { return g(f(x)) }
}

func fibonacci(n int) int {
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	return fib(n)
}

func immediate() *int {
	x := 1
	y := 2
	*func() *int { return &y }() = 3
	return func() *int { return &x }()
}

func main() {
	c := counter()
	println(c(), c())
	println(sum(apply([]int{1, 2, 3}, adder(4))))
	name := "handler"
	register(&name)
	println(compose(adder(1), adder(2))(3), fibonacci(10), *immediate())
}
