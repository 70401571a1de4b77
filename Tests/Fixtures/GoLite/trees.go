// Trees, with functions that call each other: they are analyzed together.
package main

type tree struct {
	left, right *tree
	value       int
}

func insert(t *tree, value int) *tree {
	if t == nil {
		return &tree{value: value}
	}
	if value < t.value {
		t.left = insert(t.left, value)
	} else {
		t.right = insert(t.right, value)
	}
	return t
}

func (t *tree) walk(visit func(*tree)) {
	if t == nil {
		return
	}
	t.left.walk(visit)
	visit(t)
	t.right.walk(visit)
}

func isEven(t *tree) bool {
	if t == nil {
		return true
	}
	return !isOdd(t.left)
}

func isOdd(t *tree) bool {
	if t == nil {
		return false
	}
	return !isEven(t.left)
}

func depth(t *tree) int {
	if t == nil {
		return 0
	}
	l, r := depth(t.left), depth(t.right)
	if l > r {
		return l + 1
	}
	return r + 1
}

func leftmost(t *tree) *tree {
	for t.left != nil {
		t = t.left
	}
	return t
}

func rotate(t *tree) *tree {
	r := t.right
	t.right, r.left = r.left, t
	return r
}

func mirror(t *tree) {
	if t != nil {
		t.left, t.right = t.right, t.left
		mirror(t.left)
		mirror(t.right)
	}
}

func main() {
	var root *tree
	for _, v := range []int{3, 1, 2, 5} {
		root = insert(root, v)
	}
	sum := 0
	root.walk(func(t *tree) { sum += t.value })
	mirror(root)
	println(sum, isEven(root), depth(root), leftmost(root).value, rotate(root).value)
}
