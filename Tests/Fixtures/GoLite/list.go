// A linked list: every node outlives the call that made it.
package main

type node struct {
	value int
	next  *node
}

type list struct {
	head *node
	size int
}

func (l *list) push(value int) {
	l.head = &node{value: value, next: l.head}
	l.size++
}

func (l *list) pop() (value int, ok bool) {
	if l.head == nil {
		return 0, false
	}
	first := l.head
	l.head = first.next
	l.size--
	return first.value, true
}

func (l *list) find(value int) *node {
	for n := l.head; n != nil; n = n.next {
		if n.value == value {
			return n
		}
	}
	return nil
}

func (l list) sum() int {
	total := 0
	for n := l.head; n != nil; n = n.next {
		total += n.value
	}
	return total
}

func reversed(l *list) *list {
	result := &list{}
	for n := l.head; n != nil; n = n.next {
		result.push(n.value)
	}
	return result
}

func main() {
	var l list
	for i := 0; i < 10; i++ {
		l.push(i)
	}
	local := &list{}
	local.push(1)
	println(l.sum(), reversed(&l).sum(), local.find(1).value)
	v, ok := l.pop()
	println(v, ok)
}
