// A lexer as a state machine: functions as values, switches, and text that is cut up.
package main

import "fmt"

type kind int

const (
	word kind = iota
	number
	space
)

type token struct {
	kind kind
	text string
}

type lexer struct {
	input  string
	start  int
	at     int
	tokens []token
}

type state func(*lexer) state

func (l *lexer) emit(k kind) {
	l.tokens = append(l.tokens, token{k, l.input[l.start:l.at]})
	l.start = l.at
}

func (l *lexer) peek() byte {
	if l.at >= len(l.input) {
		return 0
	}
	return l.input[l.at]
}

func begin(l *lexer) state {
	switch c := l.peek(); {
	case c == 0:
		return nil
	case c == ' ':
		l.at++
		l.emit(space)
		return begin
	case c >= '0' && c <= '9':
		return digits
	default:
		return letters
	}
}

func digits(l *lexer) state {
	for c := l.peek(); c >= '0' && c <= '9'; c = l.peek() {
		l.at++
	}
	l.emit(number)
	return begin
}

func letters(l *lexer) state {
	for c := l.peek(); c != 0 && c != ' '; c = l.peek() {
		l.at++
	}
	l.emit(word)
	return begin
}

func lex(input string) []token {
	l := lexer{input: input}
	for s := state(begin); s != nil; {
		s = s(&l)
	}
	return l.tokens
}

func (k kind) String() string {
	switch k {
	case word:
		return "word"
	case number:
		return "number"
	}
	return "space"
}

func main() {
	for i, t := range lex("one 22 three") {
		fmt.Println(i, t.kind, t.text)
	}
}
