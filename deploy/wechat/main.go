// Command wechat stands in for WeChat, for tests of the mini-program: with WECHAT_API set to what it prints, any WECHAT_APP_ID and any
// WECHAT_APP_SECRET, wechat_code "code-N" is openid-N and phone_code "phone-13800000000" that number.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"time"

	"delinli/app/testkit"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address and port, on this machine alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *listen, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve prints where it listens, and answers until the context ends.
func serve(ctx context.Context, listen string, out io.Writer) error {
	at, err := netip.ParseAddrPort(listen)
	if err != nil || !at.Addr().IsLoopback() {
		return fmt.Errorf("%q is no address and port of this machine alone, such as 127.0.0.1:8099", listen)
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: testkit.MadeWeChat(time.Now), ReadHeaderTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Fprintf(out, "http://%s\n", ln.Addr())
	if err := server.Serve(ln); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}
