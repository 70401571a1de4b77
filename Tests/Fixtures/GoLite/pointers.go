// Pointers to pointers, and how often one is followed on the way out.
package main

var global *int
var globals []*int

func store(p *int)          { global = p }
func storeContent(p **int)  { global = *p }
func identity(p *int) *int  { return p }
func follow(p **int) *int   { return *p }
func swap(p, q *int)        { *p, *q = *q, *p }
func ignore(p *int)         {}
func choose(a, b *int, first bool) (r *int) {
	if first {
		r = a
	} else {
		r = b
	}
	return
}

func chain() int {
	x := 1
	p := &x
	q := &p
	r := &q
	***r = 2
	return x
}

func viaIdentity() *int {
	x := 3
	return identity(&x)
}

func viaLocal() int {
	x := 4
	p := identity(&x)
	return *p
}

func address() **int {
	p := new(int)
	return &p
}

func loopCarried(n int) *int {
	var last *int
	for i := 0; i < n; i++ {
		v := i
		if i%2 == 0 {
			last = &v
		}
	}
	return last
}

func array() *[3]int {
	a := [3]int{1, 2, 3}
	b := a
	return &b
}

func param(x int, s []int) (*int, *[]int) { return &x, &s }

func main() {
	a, b := 1, 2
	store(&a)
	pb := &b
	storeContent(&pb)
	swap(&a, &b)
	ignore(&a)
	println(*choose(&a, &b, true), chain(), *viaIdentity(), viaLocal(), **address(), *loopCarried(3), array()[0])
	globals = append(globals, global, follow(&pb))
	x, s := param(1, nil)
	println(*x, len(*s))
}
