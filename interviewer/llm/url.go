package llm

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// endpoint is a base URL understood: where to call, and whether Azure's way of naming deployments is meant.
type endpoint struct {
	base       string // without a slash at the end
	host       string // with the port, as the key is bound to it
	azure      bool   // the path holds a deployment and the query a version
	deployment string
	version    string // api-version
	path       string // of base
	// alternative is the path to try where the server knows nothing at path; the same where there is none.
	alternative string
}

var (
	versionSegment = regexp.MustCompile(`(?i)/v\d+(?:alpha\d*|beta\d*)?(?:/|$)`)
	methodSuffix   = regexp.MustCompile(`(?i)/(?:chat/completions|completions|chat|responses|models|embeddings)/?$`)
	hostForm       = regexp.MustCompile(`^(?:[\pL\pN]|\[)[\pL\pN.:_%\]-]*$`)
	keyForm        = regexp.MustCompile(`^(?:sk-|sk_|gsk_|xai-|ghp_|hf_|AIza|nvapi-|pplx-)[A-Za-z0-9_-]{12,}$`)
	azurePath      = regexp.MustCompile(`(?i)^(.*?)/openai/deployments/([^/]+)$`)
)

// errURL says nothing of the text, which might hold a key.
var errURL = fmt.Errorf("%w: the base URL cannot be read, write it like https://host/v1", ErrConfig)

// Host is where calls to a base URL go: the only part of one that may be shown.
func Host(raw string) (string, error) {
	e, err := parseEndpoint(raw)
	return e.host, err
}

// LikeKey says whether a text has the form of the keys that providers give out.
func LikeKey(text string) bool { return keyForm.MatchString(strings.TrimSpace(text)) }

// parseEndpoint understands what people paste: without a scheme, with a slash at the end or with the full path of a
// method. A path is taken as it is given; a bare host is taken to want /v1. Azure's full paths are reduced to the
// resource. Credentials in a URL are refused, because URLs are shown.
func parseEndpoint(raw string) (endpoint, error) {
	text := strings.TrimSpace(raw)
	if text == "" {
		return endpoint{}, fmt.Errorf("%w: the base URL is empty", ErrConfig)
	}
	if !strings.Contains(text, "://") {
		if !strings.ContainsAny(text, ".:/") && !Local(text) {
			return endpoint{}, errURL // a bare word is more likely a key than a host
		}
		text = guessScheme(text) + "://" + text
	}
	u, err := url.Parse(text)
	if err != nil || !hostForm.MatchString(u.Host) || LikeKey(u.Host) {
		return endpoint{}, errURL
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return endpoint{}, fmt.Errorf("%w: the base URL is not one of http or https", ErrConfig)
	case u.User != nil:
		return endpoint{}, fmt.Errorf("%w: the base URL holds a user or password; set the key apart from it", ErrConfig)
	}
	e := endpoint{host: u.Host, version: u.Query().Get("api-version")}
	path := strings.TrimRight(u.Path, "/")
	bare := path == ""
	for methodSuffix.MatchString(path) {
		path = strings.TrimRight(methodSuffix.ReplaceAllString(path, ""), "/")
	}
	if m := azurePath.FindStringSubmatch(path); m != nil {
		e.azure, e.deployment, path = true, m[2], m[1]
	} else if isAzure(u.Hostname()) && !versionSegment.MatchString(path) {
		path = strings.TrimSuffix(path, "/openai")
		if e.version != "" {
			e.azure = true
		} else {
			path += "/openai/v1" // the version-less API speaks OpenAI's own dialect
		}
	} else if bare {
		path, e.alternative = "/v1", ""
		e.path = path
	} else if !versionSegment.MatchString(path) {
		e.path, e.alternative = path, path+"/v1"
	}
	if e.path == "" && e.alternative == "" {
		e.path, e.alternative = path, path
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment = path, "", "", ""
	e.base = u.String()
	return e, nil
}

func isAzure(host string) bool {
	return strings.HasSuffix(host, ".openai.azure.com") || strings.HasSuffix(host, ".cognitiveservices.azure.com") ||
		strings.HasSuffix(host, ".services.ai.azure.com")
}

// guessScheme is http for this machine and https for any other.
func guessScheme(text string) string {
	host := text
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if Local(host) {
		return "http"
	}
	return "https"
}

// Local says whether a host is this machine, so that nothing leaves it and nothing costs money.
func Local(host string) bool {
	host = strings.Trim(host, "[]")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (e endpoint) local() bool {
	h, _, err := net.SplitHostPort(e.host)
	if err != nil {
		h = e.host
	}
	return Local(h)
}
