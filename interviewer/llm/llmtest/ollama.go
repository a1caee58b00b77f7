package llmtest

import (
	"encoding/json"
	"net/http"
)

// native answers a request in Ollama's own way, a line for each piece of the reply.
func (s *Server) native(w http.ResponseWriter, req *http.Request, body []byte) {
	s.remember(req, body)
	var r struct {
		chatRequest
		Format  json.RawMessage `json:"format"`
		Options struct {
			Context int `json:"num_ctx"`
			Predict int `json:"num_predict"`
		} `json:"options"`
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.Unmarshal(body, &r); err != nil || len(r.Messages) == 0 {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid request"}`))
		return
	}
	if s.opts.Model != "" && r.Model != s.opts.Model {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"error":"model '` + r.Model + `' not found"}`))
		return
	}
	holds := r.Options.Context
	if holds == 0 {
		holds = s.opts.Context
	}
	text := held(r.text(), holds)
	content := []rune(answer(text, s.opts.Judge))
	w.Header().Set("Content-Type", "application/x-ndjson")
	enc := json.NewEncoder(w)
	for len(content) > 0 {
		n := min(40, len(content))
		_ = enc.Encode(map[string]any{
			"model": r.Model, "message": map[string]any{"role": "assistant", "content": string(content[:n])}, "done": false,
		})
		content = content[n:]
	}
	if s.faultDue() && s.opts.Fault == StreamCut {
		return
	}
	_ = enc.Encode(map[string]any{
		"model": r.Model, "message": map[string]any{"role": "assistant", "content": ""}, "done": true,
		"done_reason": "stop", "prompt_eval_count": len(text) / 4, "eval_count": 100,
	})
}
