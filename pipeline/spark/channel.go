package spark

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"

	"github.com/apache/spark-connect-go/spark/client/channel"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// mostReceived is the size in bytes of the largest message that is taken from a server: 128 MB, as by Spark's own
// Python client. The usual limit of gRPC is 4 MB, but Spark put 6,000 breaches with their descriptions into one message
// of 5.7 MB.
const mostReceived = 128 << 20

// connection connects to a server as its address says, and takes messages up to mostReceived.
type connection struct{ *channel.BaseBuilder }

// Build opens the connection. With a token in the address it is encrypted, without one it is not.
func (c connection) Build(context.Context) (*grpc.ClientConn, error) {
	options := []grpc.DialOption{grpc.WithAuthority(c.Host()), grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostReceived))}
	if c.Token() == "" {
		options = append(options, grpc.WithTransportCredentials(insecure.NewCredentials()))
	} else {
		options = append(options, grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})), grpc.WithPerRPCCredentials(bearer(c.Token())))
	}
	return grpc.NewClient(net.JoinHostPort(c.Host(), strconv.Itoa(c.Port())), options...)
}

// bearer is a token that goes with each call, over an encrypted connection only.
type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

func (b bearer) RequireTransportSecurity() bool { return true }
