package main

import (
	"context"
	"net"
	"net/url"
	"time"
)

// knownServer is a server that a set-up looks for: one on this machine at its usual address, or a provider whose key
// lies about in a variable of the environment.
type knownServer struct {
	name     string
	variable string // that holds the key; "" for a server of this machine
	baseURL  string // "" is OpenAI's
}

// knownServers are those that are looked for. Every one of them speaks as OpenAI's does.
func knownServers() []knownServer {
	return []knownServer{
		{"Ollama", "", "http://127.0.0.1:11434/v1"},
		{"LM Studio", "", "http://127.0.0.1:1234/v1"},
		{"llama.cpp", "", "http://127.0.0.1:8080/v1"},
		{"vLLM", "", "http://127.0.0.1:8000/v1"},
		{"OpenAI", ambientKey, ""},
		{"OpenRouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"},
		{"Anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1"},
		{"Gemini", "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai"},
		{"Groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1"},
		{"DeepSeek", "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1"},
		{"Mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"},
	}
}

// listening is how long a server of this machine has to take a connection.
const listening = 500 * time.Millisecond

// foundServers are the known servers that listen on this machine, or whose key is set. Nothing is sent to any of them.
func (a *app) foundServers(ctx context.Context) []knownServer {
	var out []knownServer
	for _, s := range a.servers {
		if s.variable != "" && a.env(s.variable) != "" || s.variable == "" && listens(ctx, s.baseURL) {
			out = append(out, s)
		}
	}
	return out
}

func listens(ctx context.Context, baseURL string) bool {
	u, err := url.Parse(baseURL)
	if err != nil {
		return false
	}
	d := net.Dialer{Timeout: listening}
	conn, err := d.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}
