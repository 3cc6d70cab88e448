//go:build tools

// Package toxiproxy pins the proxy that breaks networks: go.mod and go.sum name it and everything it is built from.
package toxiproxy

import _ "github.com/Shopify/toxiproxy/v2"
