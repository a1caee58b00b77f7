package llm

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"mockinterview/interviewer"
)

//go:embed prices.json
var embeddedPrices []byte

// Price is what a million tokens cost in US dollars, and how many tokens the model can hold.
type Price struct {
	Input  float64 `json:"input"`
	Cached float64 `json:"cached"`
	Output float64 `json:"output"`
	Window int     `json:"window"`
}

// Prices is a table by model name. Checked is the month in which it was compared with the providers' pages.
type Prices struct {
	Checked string           `json:"checked"`
	Note    string           `json:"note,omitempty"`
	Models  map[string]Price `json:"models"`
}

// ParsePrices reads a table, for a user's own.
func ParsePrices(b []byte) (Prices, error) {
	var p Prices
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("%w: the price table: %w", ErrConfig, err)
	}
	for name, v := range p.Models {
		if v.Input < 0 || v.Cached < 0 || v.Output < 0 || v.Window < 0 {
			return p, fmt.Errorf("%w: the price table: %q has a negative number", ErrConfig, name)
		}
	}
	return p, nil
}

// loadPrices is the embedded table with the user's entries over it.
func loadPrices(own Prices) (Prices, error) {
	p, err := ParsePrices(embeddedPrices)
	if err != nil {
		return p, err
	}
	for name, v := range own.Models {
		p.Models[strings.ToLower(name)] = v
	}
	if own.Checked != "" {
		p.Checked = own.Checked
	}
	return p, nil
}

// For finds the price of a model: its own, or that of the longest name that it is a version of. A provider's prefix is
// looked through.
func (p Prices) For(model string) (Price, bool) {
	name := strings.ToLower(model)
	for {
		best := ""
		for known := range p.Models {
			rest, ok := strings.CutPrefix(name, known)
			if ok && (rest == "" || strings.ContainsAny(rest[:1], "-:@")) && len(known) > len(best) {
				best = known
			}
		}
		if best != "" {
			return p.Models[best], true
		}
		i := strings.IndexByte(name, '/')
		if i < 0 {
			return Price{}, false
		}
		name = name[i+1:]
	}
}

// cost of a call in US dollars.
func (p Price) cost(input, cached, output int) float64 {
	cached = min(cached, input)
	return (float64(input-cached)*p.Input + float64(cached)*p.Cached + float64(output)*p.Output) / 1e6
}

// ledger keeps the spending of a Client, and stops a call that could pass the budget before it is made.
type ledger struct {
	budget float64
	prices Prices
	free   bool // a server of one's own costs nothing

	mu       sync.Mutex
	reserved float64
	spent    interviewer.Usage
}

// reserve sets aside what a call may cost at most. A charge must follow.
func (l *ledger) reserve(model string, input, output int) (most float64, err error) {
	price, known := l.price(model)
	most = price.cost(input, 0, output)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.budget > 0 {
		if !known {
			return 0, problem(
				ErrBudget,
				"no price is known for %s, so a budget cannot be kept; give one in the price table",
				model,
			)
		}
		if so := l.spent.CostUSD + l.reserved; so+most > l.budget {
			return 0, problem(
				ErrBudget,
				"the next call may cost up to $%.4f, and $%.4f of $%.4f are spent or set aside",
				most,
				so,
				l.budget,
			)
		}
	}
	l.reserved += most
	return most, nil
}

// charge replaces a reservation by what the call really used, and gives it with its cost.
func (l *ledger) charge(model string, reserved float64, u interviewer.Usage) interviewer.Usage {
	price, known := l.price(model)
	u.CostUSD, u.CostUnknown = price.cost(u.InputTokens, u.CachedTokens, u.OutputTokens), !known && u.InputTokens > 0
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reserved = max(0, l.reserved-reserved)
	l.spent = l.spent.Add(u)
	return u
}

func (l *ledger) price(model string) (Price, bool) {
	if l.free {
		return Price{}, true
	}
	return l.prices.For(model)
}

func (l *ledger) total() interviewer.Usage {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.spent
}
