package llm

import (
	"context"
	"slices"
)

// Models lists the models of the server, as it names them, without asking any of them anything.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	list, err := c.chat.ListModels(withExtras(ctx, &extras{}))
	if err != nil {
		return nil, c.wrapUnknown(err)
	}
	out := make([]string, 0, len(list.Models))
	for _, m := range list.Models {
		out = append(out, c.cfg.Key.Safe(m.ID))
	}
	slices.Sort(out)
	return out, nil
}

// PriceOf is what a model costs by the price table; known is false for a model that the table does not have. A server
// on this machine costs nothing.
func (c *Client) PriceOf(model string) (p Price, known bool) {
	if c.end.local() {
		return Price{}, true
	}
	return c.prices.For(model)
}

// PricesChecked is the month in which the price table was compared with the providers' pages.
func (c *Client) PricesChecked() string { return c.prices.Checked }
