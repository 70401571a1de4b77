// Errors: a value that is returned as one is boxed, and so is what it wraps.
package main

import (
	"errors"
	"fmt"
	"os"
)

var errMissing = errors.New("missing")

type parseError struct {
	line int
	text string
}

func (e *parseError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.text) }

type code int

func (c code) Error() string { return "code" }

func parse(lines []string) (int, error) {
	for i, l := range lines {
		if l == "" {
			return i, &parseError{line: i, text: l}
		}
	}
	if len(lines) == 0 {
		return 0, errMissing
	}
	if len(lines) > 100 {
		return 0, code(len(lines))
	}
	return len(lines), nil
}

func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}

func must(n int, err error) int {
	if err != nil {
		panic(err)
	}
	return n
}

func main() {
	_, err := parse(nil)
	if errors.Is(wrap("main", err), errMissing) {
		fmt.Fprintln(os.Stderr, "missing:", err)
	}
	n, err := parse([]string{"a"})
	fmt.Println(must(n, err))
	panic(fmt.Sprint("end ", len(os.Args)))
}
