package serve

import "context"

type clientKey struct{}

// WithClient is a context of a request from a client, named by its token or its address.
func WithClient(ctx context.Context, client string) context.Context {
	return context.WithValue(ctx, clientKey{}, client)
}

// ClientOf names the client of a request; it is empty where the context is of none.
func ClientOf(ctx context.Context) string {
	client, _ := ctx.Value(clientKey{}).(string)
	return client
}
