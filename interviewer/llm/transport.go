package llm

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"

	"mockinterview/interviewer"
)

// Bodies larger than these are no reply to anything that we ask.
const (
	largestReply = 4 << 20
	largestError = 64 << 10
)

// largestCAFile is a good deal more than all the authorities of a system take.
const largestCAFile = 4 << 20

// newTransport is the way to the network: proxies of the environment, the user's further certificates.
func newTransport(cfg Config) (http.RoundTripper, error) {
	if cfg.Transport != nil {
		return cfg.Transport, nil
	}
	t := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 15 * time.Second,
		MaxIdleConnsPerHost: cfg.Concurrency,
		IdleConnTimeout:     90 * time.Second,
		ForceAttemptHTTP2:   true,
	}
	if cfg.CAFile == "" {
		return t, nil
	}
	pem, err := interviewer.ReadFile(cfg.CAFile, largestCAFile)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err // without the name, in whose place a key may have been put
		}
		return nil, fmt.Errorf("%w: read the CA file: %w", ErrConfig, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%w: no certificate in the CA file, wanted PEM", ErrConfig)
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, nil
}

// doer stands between go-openai and the network. On the way out it adds the key, for the configured host only, and the
// parameters that go-openai would drop or refuse; on the way back it caps sizes, and translates the dialects of servers
// into the one that go-openai reads.
type doer struct {
	client  *http.Client
	host    string
	azure   bool
	key     Secret
	headers map[string]Secret
	body    map[string]any // merged into that of every call
	now     func() time.Time
	path    *pathChoice
	ollama  *ollama
	// how long the server may be silent
	patience *patience
}

func newDoer(cfg Config, end endpoint, transport http.RoundTripper) *doer {
	d := &doer{
		host: end.host, azure: end.azure || isAzure(strings.Split(end.host, ":")[0]), key: cfg.Key,
		headers: cfg.ExtraHeaders, body: cfg.ExtraBody, now: cfg.Now, path: newPathChoice(cfg.Cache, end),
		patience: newPatience(cfg, end), ollama: newOllama(end),
	}
	d.client = &http.Client{
		Transport: transport,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if req.URL.Host != d.host || req.URL.Scheme != via[0].URL.Scheme {
				return &ServerError{Kind: ErrRedirect, Message: "from " + d.host + " to " + cfg.Key.Safe(req.URL.Host)}
			}
			if len(via) > 3 {
				return &ServerError{Kind: ErrEndpoint, Message: "redirected in circles"}
			}
			return nil
		},
	}
	return d
}

// extras travel with a request's context: parameters to splice into the body, and what came back besides the body.
type extras struct {
	params   []param
	tokens   int       // of the prompt and the room for its reply
	noStream bool      // the server refuses the field that go-openai always sends
	form     bool      // the body is a form with a file, and what comes back is no chat
	stream   bool      // the server wants it true
	capture  *Outgoing // set to look at the request instead of sending it
	header   http.Header
	reply    reply
}

type param struct {
	name  string
	value any
}

type extrasKey struct{}

func withExtras(ctx context.Context, x *extras) context.Context {
	return context.WithValue(ctx, extrasKey{}, x)
}

// errCaptured ends a request that was only to be looked at.
var errCaptured = errors.New("captured")

// Do sends a request of go-openai's, and drops it when the server is silent for too long.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	w := d.patience.watch(req.Context())
	res, err := d.exchange(req.WithContext(w.ctx), w)
	if req.Method == http.MethodPost { // a list of models comes at once from the slowest
		w.measure(err == nil)
	}
	w.stop()
	return res, err
}

func (d *doer) exchange(req *http.Request, w *watch) (*http.Response, error) {
	x, _ := req.Context().Value(extrasKey{}).(*extras)
	if x == nil {
		x = &extras{}
	}
	if err := addParams(req, x, d.body); err != nil {
		return nil, err
	}
	d.path.apply(req)
	d.authorise(req)
	sent, native := req, !x.form && d.ollama.speaks(req)
	if native {
		var err error
		if sent, err = d.ollama.native(req, x.tokens); err != nil {
			return nil, err
		}
	}
	if x.capture != nil {
		x.capture.Method, x.capture.URL = sent.Method, sent.URL.String()
		body, _ := io.ReadAll(sent.Body)
		x.capture.Body = string(body)
		return nil, errCaptured
	}
	res, err := d.client.Do(sent)
	if err != nil {
		return nil, d.transportError(req.Context(), err)
	}
	if native && d.ollama.refuses(res) {
		_ = res.Body.Close()
		native = false
		if res, err = d.client.Do(req); err != nil {
			return nil, d.transportError(req.Context(), err)
		}
	}
	if res, err = d.elsewhere(req, res); err != nil {
		return nil, d.transportError(req.Context(), err)
	}
	raw := res.Body // res.Body is replaced below
	defer func() { _ = raw.Close() }()
	x.header = res.Header
	w.heard()
	body, err := d.read(req.Context(), res, w.body(res.Body))
	if err != nil {
		return nil, err
	}
	if req.Method == http.MethodPost && !x.form {
		if joined := joiner(native, res, body); joined != nil {
			if body, err = joined(body); err != nil {
				return nil, problem(ErrUnreachable, "%s: %v", d.host, err)
			}
			if carriesError(body) {
				return nil, d.serverError(res.StatusCode, res.Header, body)
			}
		}
		if x.reply, err = parseReply(body); err != nil {
			return nil, &ServerError{
				Status:  res.StatusCode,
				Kind:    ErrEndpoint,
				Message: "the reply is not JSON: " + d.key.Safe(excerpt(d.key.redact(string(body)))),
			}
		}
		if fault := d.faultIn(x.reply, res, body); fault != nil {
			return nil, fault
		}
		body = x.reply.canonical()
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// elsewhere is the response of the other path where the server knows nothing at this one. Where it knows neither, the
// path as it was given has the word; a 404 that names the model comes from the right path.
func (d *doer) elsewhere(req *http.Request, res *http.Response) (*http.Response, error) {
	other := d.path.other(req, res)
	if other == nil || d.lacksModel(res) {
		return res, nil
	}
	second, err := d.client.Do(other)
	if err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	if second.StatusCode == http.StatusNotFound && !d.lacksModel(second) {
		_ = second.Body.Close()
		return res, nil
	}
	_ = res.Body.Close()
	d.path.swap()
	return second, nil
}

// lacksModel says whether a failure is about the model. The body can be read again.
func (d *doer) lacksModel(res *http.Response) bool {
	body, _ := io.ReadAll(io.LimitReader(res.Body, largestError))
	_ = res.Body.Close()
	res.Body = io.NopCloser(bytes.NewReader(body))
	return errors.Is(d.serverError(res.StatusCode, res.Header, body).Kind, ErrModel)
}

// joiner is what makes one reply of a body in pieces; nil for one that is whole.
func joiner(native bool, res *http.Response, body []byte) func([]byte) ([]byte, error) {
	switch {
	case native:
		return joinOllama
	case streamed(res.Header.Get("Content-Type"), body):
		return joinStream
	}
	return nil
}

// faultIn is what a server says instead of an answer: an error inside a choice, or no choice at all.
func (d *doer) faultIn(r reply, res *http.Response, body []byte) error {
	var e *ServerError
	switch {
	case r.fault != nil:
		e = d.serverError(res.StatusCode, res.Header, fmt.Appendf(nil, `{"error":%s}`, r.fault))
	case r.choices == 0:
		e = d.serverError(res.StatusCode, res.Header, body)
		if e.Message == http.StatusText(res.StatusCode) {
			e.Message = "a reply without an answer"
		}
	default:
		return nil
	}
	if e.Kind == ErrRequest { // a success by its status, so the request was in order
		e.Kind = ErrServer
	}
	return e
}

// authorise sets the key. go-openai sets none of its own, so another host can never see one.
func (d *doer) authorise(req *http.Request) {
	req.Header.Del("Authorization")
	req.Header.Del("Api-Key")
	if req.URL.Host != d.host {
		return
	}
	for name, value := range d.headers {
		req.Header.Set(name, value.Reveal())
	}
	if d.key.Empty() {
		return
	}
	if d.azure {
		req.Header.Set("Api-Key", d.key.Reveal())
		return
	}
	req.Header.Set("Authorization", "Bearer "+d.key.Reveal())
}

// read takes the body of a reply, or makes an error of a failure and of a success that carries one.
func (d *doer) read(ctx context.Context, res *http.Response, from io.Reader) ([]byte, error) {
	failed := res.StatusCode < 200 || res.StatusCode > 299
	limit := int64(largestReply)
	if failed {
		limit = largestError
	}
	body, err := io.ReadAll(io.LimitReader(from, limit+1))
	if failed {
		return nil, d.serverError(res.StatusCode, res.Header, body)
	}
	if err != nil {
		return nil, d.transportError(ctx, err)
	}
	if int64(len(body)) > limit {
		return nil, unusable("the server sent more than %d MiB", limit>>20)
	}
	if carriesError(body) {
		return nil, d.serverError(res.StatusCode, res.Header, body)
	}
	return body, nil
}

// addParams writes parameters at the front of a JSON body. They bypass go-openai, which drops a temperature of 0 and
// refuses one for some names.
func addParams(req *http.Request, x *extras, extra map[string]any) error {
	if x.form || (len(x.params) == 0 && !x.noStream && !x.stream && len(extra) == 0) || req.Body == nil {
		return nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	if x.stream {
		body = bytes.Replace(body, []byte(`"stream":false`), []byte(`"stream":true`), 1)
	} else if x.noStream {
		body = bytes.Replace(body, []byte(`,"stream":false`), nil, 1)
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for _, p := range x.params {
		v, err := json.Marshal(p.value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%q:%s,", p.name, v)
	}
	b.Write(bytes.TrimPrefix(body, []byte("{")))
	out, err := merged(b.Bytes(), extra)
	if err != nil {
		return err
	}
	req.Body = io.NopCloser(bytes.NewReader(out))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(out)), nil }
	req.ContentLength = int64(len(out))
	return nil
}

// merged puts further fields into a JSON body. They win over those that are there, and null takes one away.
func merged(body []byte, extra map[string]any) ([]byte, error) {
	if len(extra) == 0 {
		return body, nil
	}
	var fields map[string]any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		return nil, err
	}
	for name, value := range extra {
		if value == nil {
			delete(fields, name)
		} else {
			fields[name] = value
		}
	}
	return json.Marshal(fields)
}

// transportError makes one of our errors of a failure to talk to the server at all. The URL is left out: it is long,
// and may be somebody's secret.
func (d *doer) transportError(ctx context.Context, err error) error {
	var own *ServerError
	if errors.As(err, &own) {
		return own
	}
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		timeout  net.Error
	)
	cause := err
	for u := errors.Unwrap(cause); u != nil; u = errors.Unwrap(u) {
		cause = u
	}
	say := d.key.Safe(cause.Error())
	switch {
	case errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &verify):
		return problem(ErrCertificate, "%s: %s", d.host, say)
	case errors.As(err, &record):
		return problem(ErrEndpoint, "%s does not speak TLS; use http:// if it is yours", d.host)
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled):
		return fmt.Errorf("cancelled%w", silent{errors.Join(context.Canceled, statusOf(nil))})
	case errors.As(err, &timeout) && timeout.Timeout(), ctx.Err() != nil:
		return problem(ErrTimeout, "%s", d.host)
	}
	return problem(ErrUnreachable, "%s: %s", d.host, say)
}

// excerpt is the beginning of a text from which the key was taken already: half of one would not be found.
func excerpt(s string) string { return s[:min(len(s), 120)] }
