// The rules of a channel, as Go has them: one line a rule, `name: what happened`. Tests/ChannelsTests/RulesTests.swift runs
// the same rows in Swift and compares.
package main

import (
	"fmt"
	"time"
)

// caught runs f and says "panic: …" when it panics.
func caught(f func() string) (word string) {
	defer func() {
		if r := recover(); r != nil {
			word = fmt.Sprint("panic: ", r)
		}
	}()
	return f()
}

// within says "blocks" when f has not returned after 30 ms.
func within(f func() string) string {
	done := make(chan string, 1)
	go func() { done <- caught(f) }()
	select {
	case word := <-done:
		return word
	case <-time.After(30 * time.Millisecond):
		return "blocks"
	}
}

func open(capacity int, stored ...int) chan int {
	c := make(chan int, capacity)
	for _, value := range stored {
		c <- value
	}
	return c
}

func closed(capacity int, stored ...int) chan int {
	c := open(capacity, stored...)
	close(c)
	return c
}

func send(c chan int) func() string { return func() string { c <- 9; return "sent" } }
func receive(c chan int) func() string {
	return func() string {
		value, ok := <-c
		if ok {
			return fmt.Sprint("got ", value)
		}
		return "closed"
	}
}
func shut(c chan int) func() string { return func() string { close(c); return "ok" } }
func selectReceive(c chan int) func() string {
	return func() string {
		select {
		case value, ok := <-c:
			if ok {
				return fmt.Sprint("got ", value)
			}
			return "closed"
		}
	}
}
func selectSend(c chan int) func() string {
	return func() string {
		select {
		case c <- 9:
			return "sent"
		}
	}
}
func selectReceiveDefault(c chan int) func() string {
	return func() string {
		select {
		case value, ok := <-c:
			if ok {
				return fmt.Sprint("got ", value)
			}
			return "closed"
		default:
			return "default"
		}
	}
}
func selectSendDefault(c chan int) func() string {
	return func() string {
		select {
		case c <- 9:
			return "sent"
		default:
			return "default"
		}
	}
}

// meeting starts f, lets it block, then does what comes; the word of f.
func meeting(f func() string, then func()) string {
	done := make(chan string, 1)
	go func() { done <- caught(f) }()
	time.Sleep(20 * time.Millisecond)
	then()
	select {
	case word := <-done:
		return word
	case <-time.After(100 * time.Millisecond):
		return "blocks"
	}
}

func main() {
	row := func(name string, word string) { fmt.Printf("%s: %s\n", name, word) }
	states := []struct {
		name string
		make func() chan int
	}{
		{"nil", func() chan int { return nil }},
		{"open, no buffer", func() chan int { return open(0) }},
		{"open, empty", func() chan int { return open(2) }},
		{"open, half full", func() chan int { return open(2, 1) }},
		{"open, full", func() chan int { return open(2, 1, 2) }},
		{"closed, empty", func() chan int { return closed(2) }},
		{"closed, no buffer", func() chan int { return closed(0) }},
		{"closed, with stored", func() chan int { return closed(2, 1, 2) }},
	}
	for _, state := range states {
		row("send, "+state.name, within(send(state.make())))
		row("receive, "+state.name, within(receive(state.make())))
		row("close, "+state.name, within(shut(state.make())))
		row("select receive, "+state.name, within(selectReceive(state.make())))
		row("select send, "+state.name, within(selectSend(state.make())))
		row("select receive default, "+state.name, within(selectReceiveDefault(state.make())))
		row("select send default, "+state.name, within(selectSendDefault(state.make())))
	}
	row("select without cases", within(func() string { select {} }))
	row("select with default only", within(func() string {
		select {
		default:
			return "default"
		}
	}))
	c := open(0)
	row("blocked receive, then send", meeting(receive(c), func() { c <- 7 }))
	c = open(0)
	row("blocked receive, then close", meeting(receive(c), func() { close(c) }))
	d := open(0)
	row("blocked send, then receive", meeting(send(d), func() { <-d }))
	e := open(0)
	row("blocked send, then close", meeting(send(e), func() { close(e) }))
	f := open(0)
	row("blocked select receive, then send", meeting(selectReceive(f), func() { f <- 7 }))
	g := open(0)
	row("blocked select send, then close", meeting(selectSend(g), func() { close(g) }))
	h := closed(2, 1, 2)
	row("stored values after close, in order", fmt.Sprint(receive(h)(), ", ", receive(h)(), ", ", receive(h)()))
	i := open(3, 1, 2, 3)
	close(i)
	sum := 0
	for value := range i {
		sum = sum*10 + value
	}
	row("iteration ends at close", fmt.Sprint(sum))
}
