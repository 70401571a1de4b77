// Slices: sizes that are known, sizes that are not, and what append does.
package main

const small = 16

type grid struct {
	cells [8][8]int
	rows  [][]int
}

func fixed() int {
	s := make([]int, 10)
	t := make([]int, small, small*2)
	return len(s) + cap(t)
}

func large() int {
	s := make([]byte, 64<<10)
	t := make([]byte, 64<<10+1)
	var array [128 << 10]byte
	var bigger [128<<10 + 1]byte
	return len(s) + len(t) + len(array[:]) + len(bigger[:])
}

func unknown(n int) int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s[n-1]
}

func constant() int {
	n := 12
	s := make([]int, n)
	names := []string{"a", "b"}
	t := make([]int, len(names))
	return len(s) + len(t)
}

func filter(values []int, keep func(int) bool) []int {
	var result []int
	for _, v := range values {
		if keep(v) {
			result = append(result, v)
		}
	}
	return result
}

func collect(n int) int {
	var values []*int
	for i := 0; i < n; i++ {
		v := new(int)
		*v = i
		values = append(values, v)
	}
	return len(values)
}

func tail(values []string) []string { return values[1:] }

func first(values []*int) *int { return values[0] }

func copied(values []*int) []*int {
	result := make([]*int, len(values))
	copy(result, values)
	return result
}

func part() []int {
	array := [4]int{1, 2, 3, 4}
	return array[1:3]
}

func (g *grid) fill() {
	for i := range g.cells {
		g.rows = append(g.rows, g.cells[i][:])
	}
}

func (g *grid) shrink() { g.rows = g.rows[1:] }

func join(parts ...[]int) []int {
	var all []int
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func main() {
	println(fixed(), large(), unknown(5), constant(), collect(3))
	println(len(filter([]int{1, 2, 3}, func(v int) bool { return v > 1 })))
	x := 1
	println(len(tail([]string{"a", "b"})), *first([]*int{&x}), len(copied([]*int{&x})), len(part()))
	g := &grid{}
	g.fill()
	g.shrink()
	println(len(join([]int{1}, []int{2, 3})))
}
