// Interfaces: what is no pointer is boxed, and a call through one hides where its arguments go.
package main

import "fmt"

type shape interface {
	area() float64
	scale(by float64)
}

type square struct{ side float64 }

func (s *square) area() float64    { return s.side * s.side }
func (s *square) scale(by float64) { s.side *= by }

type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("(%d,%d)", p.x, p.y) }

func total(shapes []shape) float64 {
	sum := 0.0
	for _, s := range shapes {
		sum += s.area()
	}
	return sum
}

func double(s shape) { s.scale(2) }

func known() float64 {
	var s shape = &square{3}
	return s.area()
}

func describe(value interface{}) string {
	switch v := value.(type) {
	case int:
		return "int"
	case *int:
		return fmt.Sprint(*v)
	case fmt.Stringer:
		return v.String()
	case nil:
		return "nil"
	default:
		return "other"
	}
}

func unbox(value any) int {
	if n, ok := value.(int); ok {
		return n
	}
	return value.(*square).id()
}

func (s *square) id() int { return 1 }

func equal(a any, b int) bool { return a == b }

func main() {
	shapes := []shape{&square{1}, &square{2}}
	double(shapes[0])
	n := 7
	fmt.Println(total(shapes), known(), describe(n), describe(&n), describe(point{1, 2}), describe(nil))
	fmt.Println(unbox(3), unbox(&square{4}), equal(n, 7))
}
