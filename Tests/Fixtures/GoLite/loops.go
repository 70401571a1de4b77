// Loops: since Go 1.22 each turn has variables of its own; what outlives the turn is on the heap.
package main

func pointers() []*int {
	var result []*int
	for i := 0; i < 3; i++ {
		result = append(result, &i)
	}
	return result
}

func closures() []func() int {
	var result []func() int
	for i := 0; i < 3; i++ {
		result = append(result, func() int { return i })
	}
	for _, name := range []string{"a", "bb"} {
		result = append(result, func() int { return len(name) })
	}
	return result
}

func last() int {
	var p *int
	for i := 0; i < 3; i++ {
		x := i * i
		p = &x
	}
	return *p
}

func within() int {
	total := 0
	for i := 0; i < 3; i++ {
		x := i
		p := &x
		total += *p
	}
	return total
}

func deferred() {
	for i := 0; i < 3; i++ {
		defer func() { println(i) }()
	}
	defer func() { println("once") }()
}

func changed() {
	for i := 0; i < 10; i++ {
		f := func() { i++ }
		f()
	}
	for i := range 3 {
		p := &i
		println(*p)
	}
}

type link struct{ next *link }

func walk(l *link) int {
	n := 0
	for p := l; p != nil; p = p.next {
		q := &p
		if *q != nil {
			n++
		}
	}
	return n
}

func main() {
	println(len(pointers()), len(closures()), last(), within(), walk(&link{}))
	deferred()
	changed()
}
