package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// judgeStatus accepts status 200, and explains any other in an error.
func (s *session) judgeStatus(got answer) error {
	asked := retryAfter(got.header.Get("Retry-After"), got.at)
	status := strings.TrimSpace(strconv.Itoa(got.status) + " " + http.StatusText(got.status))
	switch {
	case got.status == http.StatusOK:
		return nil
	case bytes.Contains(got.body, []byte("ViewExpiredException")):
		return expired("status " + status)
	case got.status == http.StatusTooManyRequests, got.status >= 500 && asked > 0:
		f := unreachable(nextLater, "want an export, got status %s", status)
		f.after = asked
		switch {
		case asked > MaxRetryAfter:
			when := got.at.Add(asked).Format("2006-01-02 15:04 UTC")
			f.text += ", which asks to wait " + asked.Round(time.Second).String()
			f.next = "run again after " + when
			return f.final()
		case asked > 0:
			f.text += ", which asks to wait " + asked.Round(time.Second).String()
		}
		return f
	case got.status >= 500, got.status == http.StatusRequestTimeout:
		return unreachable(nextLater, "want status 200, got %s", status)
	case got.status == http.StatusUnauthorized, got.status == http.StatusProxyAuthRequired:
		return untrusted(nextLogin, "want status 200, got %s", status).final()
	case got.status == http.StatusForbidden, got.status == http.StatusUnavailableForLegalReasons:
		return untrusted("the portal refuses this client or this network: open it in a browser here, wait a day, and do not run more often",
			"want status 200, got %s", status).final()
	case got.status == http.StatusNotFound, got.status == http.StatusGone:
		return untrusted(nextURL, "want status 200, got %s", status).final()
	}
	return untrusted(nextLater, "want status 200, got %s", status)
}

// retryAfter reads the header Retry-After, seconds or a date; 0 if it is missing or not valid.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if when, err := http.ParseTime(value); err == nil && when.After(now) {
		return when.Sub(now)
	}
	return 0
}

// broken explains why no complete answer arrived.
func (s *session) broken(ctx, asking context.Context, step string, request *http.Request, err error) error {
	var stopped *interruption
	switch {
	case ctx.Err() != nil:
		return interrupted(ctx)
	case errors.As(err, &stopped) && asking.Err() == nil:
		return stopped
	}
	return at(s.explain(context.Cause(asking), request.URL.Host, err), s.view, step, shown(request.URL).Path)
}

func (s *session) explain(cause error, host string, err error) *fault {
	var known *fault
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var operation *net.OpError
	var timeout net.Error
	var part *partial
	switch {
	case errors.Is(cause, errIdle):
		return unreachable(nextNetwork, "want the next byte within %s, got none", s.Idle).because(cause)
	case errors.Is(cause, errSlow):
		return unreachable(nextNetwork, "want the whole answer within %s, got a part", s.Timeout).because(cause)
	case errors.As(err, &known):
		return known
	case errors.As(err, &certificate):
		return unreachable("check this machine's clock and trusted certificates, or the network's proxy; verification cannot be switched off",
			"want a trusted certificate of %s, got one that is not: %v", host, certificate.Err).because(err).final()
	case errors.As(err, &record):
		return unreachable(nextURL, "want TLS from %s, got something else: %v", host, record).because(err).final()
	case errors.As(err, &alert):
		return unreachable(nextNetwork, "want a TLS connection to %s, got %v", host, alert).because(err)
	case errors.As(err, &name):
		return unreachable(nextNetwork, "want the address of %s, got none: %v", name.Name, name.Err).because(err)
	case errors.As(err, &operation) && operation.Op == "dial":
		return unreachable(nextNetwork, "want a connection to %s, got %v", host, operation.Err).because(err)
	case errors.As(err, &timeout) && timeout.Timeout():
		return unreachable(nextNetwork, "want an answer in time, got none").because(err)
	case errors.As(err, &part):
		return untrusted(nextLater, "want the whole answer, got a body cut after %d bytes: %s", part.got, firstLine(err)).because(err)
	}
	return unreachable(nextNetwork, "want an answer of %s, got %s", host, firstLine(err)).because(err)
}

// interrupted is the error of a run whose context ended.
func interrupted(ctx context.Context) error {
	return &interruption{cause: context.Cause(ctx)}
}

type interruption struct{ cause error }

func (i *interruption) Error() string {
	return "fetch: interrupted: " + i.cause.Error() + "; nothing was kept"
}
func (i *interruption) Unwrap() error { return i.cause }

// expired reports that the portal no longer knew the state of the page.
func expired(how string) *fault {
	return untrusted(nextLater, "want the next step of the session, got an expired view (%s)", how)
}
