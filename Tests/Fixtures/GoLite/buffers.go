// A buffer that grows, a pool that hands out, a ring that turns.
package main

import "sync"

type buffer struct {
	bytes []byte
	start int
}

func (b *buffer) write(p []byte) int {
	b.bytes = append(b.bytes, p...)
	return len(p)
}

func (b *buffer) read(p []byte) int {
	n := copy(p, b.bytes[b.start:])
	b.start += n
	return n
}

func (b *buffer) rest() []byte { return b.bytes[b.start:] }

func (b *buffer) compact() {
	b.bytes = b.bytes[b.start:]
	b.start = 0
}

var pool = sync.Pool{New: func() any { return new(buffer) }}

func withBuffer(f func(*buffer)) {
	b := pool.Get().(*buffer)
	defer pool.Put(b)
	f(b)
}

type ring struct {
	slots [4]*buffer
	next  int
}

func (r *ring) put(b *buffer) *buffer {
	old := r.slots[r.next]
	r.slots[r.next] = b
	r.next = (r.next + 1) % len(r.slots)
	return old
}

func main() {
	withBuffer(func(b *buffer) {
		b.write([]byte("hello"))
		var small [4]byte
		println(b.read(small[:]), string(small[:]), len(b.rest()))
		b.compact()
	})
	var r ring
	for i := 0; i < 5; i++ {
		r.put(&buffer{})
	}
	println(r.next)
}
