// Observers: a subject keeps what it is given, and hands values on.
package main

type event struct {
	name string
	data map[string]any
}

type listener interface{ notify(e *event) }

type subject struct {
	listeners []listener
	last      *event
}

func (s *subject) add(l listener) { s.listeners = append(s.listeners, l) }

func (s *subject) fire(name string, values ...any) {
	e := &event{name: name, data: map[string]any{}}
	for i, v := range values {
		e.data[string(rune('a'+i))] = v
	}
	for _, l := range s.listeners {
		l.notify(e)
	}
	s.last = e
}

type printer struct{ prefix string }

func (p printer) notify(e *event) { println(p.prefix + e.name) }

type recorder struct{ seen []event }

func (r *recorder) notify(e *event) { r.seen = append(r.seen, *e) }

type listenerFunc func(*event)

func (f listenerFunc) notify(e *event) { f(e) }

func main() {
	var s subject
	r := &recorder{}
	s.add(r)
	s.add(printer{"> "})
	s.add(printer{})
	fired := 0
	s.add(listenerFunc(func(*event) { fired++ }))
	n := 5
	s.fire("start", 1, "two", n, &n, []int{3}, nil)
	println(len(r.seen), fired, s.last.name)
}
