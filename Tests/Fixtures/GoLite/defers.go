// Defer: at the top of a function its arguments stay on the stack; in a loop they do not.
package main

import (
	"errors"
	"fmt"
)

type file struct {
	name string
	open bool
}

func (f *file) close() { f.open = false }

func (f file) report() { fmt.Println(f.name) }

func open(name string) (*file, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	return &file{name: name, open: true}, nil
}

func use(name string) (err error) {
	f, err := open(name)
	if err != nil {
		return err
	}
	defer f.close()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("use %s: %v", name, r)
		}
	}()
	defer f.report()
	return nil
}

func all(names []string) {
	for _, name := range names {
		f := &file{name: name}
		defer f.close()
	}
	local := file{name: "local"}
	defer local.close()
	defer log("done", len(names))
}

func log(what string, n int) { fmt.Println(what, n) }

func main() {
	fmt.Println(use("a"), use(""))
	all([]string{"x", "y"})
}
