//go:build tools

// Package k6 pins the load generator: go.mod and go.sum name it and everything it is built from.
package k6

import _ "go.k6.io/k6/v2"
