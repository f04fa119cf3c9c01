// Command lint finds SQL text that is not constant: go run ./deploy/lint ./...
package main

import "golang.org/x/tools/go/analysis/singlechecker"

func main() { singlechecker.Main(Analyzer) }
