// Strings: concatenation and conversions allocate; some of it stays on the stack.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func greet(name string) string { return "hello, " + name }

func compare(b []byte) bool { return string(b) == "key" }

func lookup(m map[string]int, b []byte) int { return m[string(b)] }

func parts(s string) []string { return strings.Split(strings.TrimSpace(s), ",") }

func build(n int) string {
	var b strings.Builder
	for i := 0; i < n; i++ {
		b.WriteString(strconv.Itoa(i))
		b.WriteByte(' ')
	}
	return b.String()
}

func bytesOf(s string) []byte { return []byte(s) }

func shout(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if r >= 'a' && r <= 'z' {
			runes[i] = r - 32
		}
	}
	return string(runes)
}

func hash(s string) uint32 {
	h := uint32(2166136261)
	for _, c := range []byte(s) {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

func message(n int, err error) string {
	text := "n=" + strconv.Itoa(n) + ";"
	if err != nil {
		text += err.Error()
	}
	return text
}

func main() {
	fmt.Println(greet("you"), compare([]byte("key")), lookup(map[string]int{"a": 1}, []byte("a")))
	fmt.Println(parts(" a,b "), build(3), string(bytesOf("x")), shout("abc"), hash("abc"), message(1, nil))
	fmt.Printf("%s %c %v\n", string(rune(65)), 'x', 1.5)
}
