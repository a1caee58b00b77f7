package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// errStreamCut ends a stream that lacks its end: what came may be half an answer.
var errStreamCut = errors.New("the stream ended before the reply did")

// streamed says whether a body is a stream of events, which some servers send whatever they were asked for.
func streamed(kind string, body []byte) bool {
	return strings.HasPrefix(kind, "text/event-stream") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("data:"))
}

// joinStream makes one reply of the events of a stream.
func joinStream(body []byte) ([]byte, error) {
	var r reply
	done := false
	for line := range bytes.Lines(body) {
		data, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("data:"))
		if !ok {
			continue
		}
		if data = bytes.TrimSpace(data); string(data) == "[DONE]" {
			done = true
			continue
		}
		if carriesError(data) {
			return data, nil // the error is the reply
		}
		piece, err := parseReply(data)
		if err != nil {
			return nil, err
		}
		r.choices = max(r.choices, piece.choices)
		r.content, r.reasoning = r.content+piece.content, r.reasoning+piece.reasoning
		r.refusal += piece.refusal
		if piece.fault != nil {
			return data, nil
		}
		if piece.finish != "" {
			r.finish, done = piece.finish, true
		}
		if piece.usage.known {
			r.usage = piece.usage
		}
	}
	if !done {
		return nil, errStreamCut
	}
	return r.canonical(), nil
}

// choiceFault is the error that a server put into a choice instead of an answer, in its own words.
func choiceFault(finish string, said json.RawMessage, content string) json.RawMessage {
	switch {
	case meaningful(said):
		return said
	case finish == "error":
		message, err := json.Marshal(content)
		if err != nil { // strings always encode
			panic(err)
		}
		return message
	}
	return nil
}
