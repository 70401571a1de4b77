// Structs: a field's address keeps the whole, embedding goes through it, large ones are too much for the stack.
package main

type vector struct{ x, y, z float64 }

type body struct {
	vector
	name   string
	parent *body
	parts  [2]*body
}

type huge struct{ data [1 << 17]byte }

func (v *vector) length() float64 { return v.x*v.x + v.y*v.y + v.z*v.z }

func (v vector) plus(w vector) vector { return vector{v.x + w.x, v.y + w.y, v.z + w.z} }

func (b *body) position() *vector { return &b.vector }

func (b *body) adopt(child *body) {
	child.parent = b
	b.parts[0] = child
}

func field() *float64 {
	v := vector{1, 2, 3}
	return &v.y
}

func byValue(b body) string { return b.name }

func content(b body) *body { return b.parent }

func local() float64 {
	a := vector{1, 0, 0}
	b := &vector{0, 1, 0}
	c := a.plus(*b)
	return c.length() + b.length()
}

func tooLarge() byte {
	h := new(huge)
	var g huge
	return h.data[0] + g.data[1]
}

func pair() (a, b *body) {
	a = &body{name: "a"}
	b = &body{name: "b", parent: a}
	return
}

func swap(a, b **body) { *a, *b = *b, *a }

func main() {
	sun := body{name: "sun"}
	earth := &body{name: "earth", vector: vector{1, 0, 0}}
	sun.adopt(earth)
	p, q := pair()
	swap(&p, &q)
	println(sun.length(), earth.position().x, *field(), byValue(sun), content(*earth).name, local(), tooLarge(), p.name)
	anonymous := struct {
		n int
		p *int
	}{1, new(int)}
	println(anonymous.n, *anonymous.p)
}
