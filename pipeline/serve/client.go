package serve

import "context"

type clientKey struct{}

// WithClient returns the context of a request from a client, named by its token or its address.
func WithClient(ctx context.Context, client string) context.Context {
	return context.WithValue(ctx, clientKey{}, client)
}

// ClientOf returns the name of the client of a request; empty if the context has none.
func ClientOf(ctx context.Context) string {
	client, _ := ctx.Value(clientKey{}).(string)
	return client
}
