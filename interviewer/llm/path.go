package llm

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// pathChoice finds out whether an address wants /v1 after what was configured. The path is taken as it was given; where
// the first answer is 404, the other one is tried, and what worked is remembered.
type pathChoice struct {
	given, alternative string
	key                string
	cache              Cache
	swapped, answered  atomic.Bool
}

func newPathChoice(cache Cache, end endpoint) *pathChoice {
	p := &pathChoice{given: end.path, alternative: end.alternative, cache: cache, key: "path/1/" + end.base}
	if cache != nil && p.alternative != p.given {
		if _, ok := cache.Get(p.key); ok {
			p.swapped.Store(true)
		}
	}
	return p
}

// apply gives a request the path that worked.
func (p *pathChoice) apply(req *http.Request) {
	if p.swapped.Load() {
		req.URL.Path = p.alternative + strings.TrimPrefix(req.URL.Path, p.given)
	}
}

// other is the same request to the other path, if it should be tried: the server knows nothing at this one.
func (p *pathChoice) other(req *http.Request, res *http.Response) *http.Request {
	if res.StatusCode < 300 {
		p.answered.Store(true)
	}
	if p.given == p.alternative || p.answered.Load() || p.swapped.Load() || res.StatusCode != http.StatusNotFound {
		return nil
	}
	other := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil
		}
		other.Body = body
	}
	other.URL.Path = p.alternative + strings.TrimPrefix(req.URL.Path, p.given)
	return other
}

// swap remembers the other path as the right one.
func (p *pathChoice) swap() {
	p.swapped.Store(true)
	if p.cache != nil {
		p.cache.Put(p.key, []byte("alternative"))
	}
}
