package cli

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/policy/platform"
)

// settings are the environment variables of `sekisho serve`, checked. docs/operating.md lists them.
type settings struct {
	appID         int64
	privateKey    []byte // PEM
	webhookSecret string
	config        *platform.Config
	policy        string // folder; empty for the built-in policy alone
	database      string
	listen        string
	githubURL     string // of the REST API, without a slash at the end
	logLevel      zerolog.Level
}

// The names of the variables, and defaults of those that have one.
const (
	envAppID             = "SEKISHO_APP_ID"
	envPrivateKey        = "SEKISHO_PRIVATE_KEY"
	envPrivateKeyFile    = "SEKISHO_PRIVATE_KEY_FILE"
	envWebhookSecret     = "SEKISHO_WEBHOOK_SECRET"
	envWebhookSecretFile = "SEKISHO_WEBHOOK_SECRET_FILE"
	envConfig            = "SEKISHO_CONFIG"
	envPolicy            = "SEKISHO_POLICY"
	envDatabase          = "SEKISHO_DATABASE"
	envListen            = "SEKISHO_LISTEN"
	envGitHubURL         = "SEKISHO_GITHUB_URL"
	envLogLevel          = "SEKISHO_LOG_LEVEL"

	defaultConfig    = "sekisho.yml"
	defaultDatabase  = "sekisho.db"
	defaultListen    = ":8080"
	defaultGitHubURL = "https://api.github.com"
	defaultLogLevel  = "info"

	// minSecret is the length in characters below which a webhook secret can be guessed from a
	// recorded delivery.
	minSecret = 16
)

// readSettings reads all variables and reports everything that is wrong at once. No message has a
// secret's value in it.
func readSettings(environ func(string) (string, bool)) (*settings, error) {
	r := &settingsReader{environ: environ}
	s := &settings{}
	s.appID = r.appID()
	s.privateKey = r.privateKey()
	s.webhookSecret = r.secret()
	s.config = r.config()
	s.policy = r.value(envPolicy, "")
	s.database = r.value(envDatabase, defaultDatabase)
	s.listen = r.listen()
	s.githubURL = r.githubURL()
	s.logLevel = r.logLevel()
	if len(r.problems) > 0 {
		return nil, errors.Join(r.problems...)
	}
	return s, nil
}

type settingsReader struct {
	environ  func(string) (string, bool)
	problems []error
}

func (r *settingsReader) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf(format, args...))
}

func (r *settingsReader) value(name, fallback string) string {
	if value, ok := r.environ(name); ok && value != "" {
		return value
	}
	return fallback
}

// either reads a secret from a variable or from the file that another variable names.
func (r *settingsReader) either(name, fileName, what string) (string, bool) {
	value, file := r.value(name, ""), r.value(fileName, "")
	switch {
	case value != "" && file != "":
		r.problem("%s and %s are both set; set one of them", name, fileName)
	case value != "":
		return value, true
	case file != "":
		data, err := os.ReadFile(file)
		if err != nil {
			r.problem("%s: %w", fileName, err)
			return "", false
		}
		return strings.TrimRight(string(data), "\r\n"), true
	default:
		r.problem("%s is not set; set it, or %s, to %s", name, fileName, what)
	}
	return "", false
}

func (r *settingsReader) appID() int64 {
	text := r.value(envAppID, "")
	if text == "" {
		r.problem("%s is not set; set it to the App ID on the App's settings page", envAppID)
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		r.problem("%s: %q is not an App ID; it is the number on the App's settings page, not the client ID", envAppID, text)
	}
	return id
}

func (r *settingsReader) privateKey() []byte {
	text, ok := r.either(envPrivateKey, envPrivateKeyFile, "the App's private key (PEM), generated on its settings page")
	if !ok {
		return nil
	}
	// Some secret stores keep a PEM on one line with \n written out.
	text = strings.ReplaceAll(text, `\n`, "\n")
	if err := checkKey([]byte(text)); err != nil {
		r.problem("%s: %w", envPrivateKey, err)
		return nil
	}
	return []byte(text)
}

func checkKey(text []byte) error {
	block, _ := pem.Decode(text)
	if block == nil {
		return errors.New("it is not PEM; it begins with `-----BEGIN RSA PRIVATE KEY-----` as GitHub generates it")
	}
	if _, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if _, isRSA := key.(*rsa.PrivateKey); err != nil || !isRSA {
		return fmt.Errorf("the PEM block %q is no RSA private key; download a new one from the App's settings page", block.Type)
	}
	return nil
}

func (r *settingsReader) secret() string {
	secret, ok := r.either(envWebhookSecret, envWebhookSecretFile, "the webhook secret on the App's settings page")
	if ok && len(secret) < minSecret {
		r.problem("%s: the secret has fewer than %d characters, so it could be guessed; set a long random one here and on the App's settings page", envWebhookSecret, minSecret)
	}
	return secret
}

func (r *settingsReader) config() *platform.Config {
	config, err := readConfig(r.value(envConfig, defaultConfig))
	if err != nil {
		r.problem("%s: %w", envConfig, err)
	}
	return config
}

func (r *settingsReader) listen() string {
	listen := r.value(envListen, defaultListen)
	if _, _, err := net.SplitHostPort(listen); err != nil {
		r.problem("%s: %q is not an address; write host:port or :port, such as %s", envListen, listen, defaultListen)
	}
	return listen
}

func (r *settingsReader) githubURL() string {
	text := strings.TrimRight(r.value(envGitHubURL, defaultGitHubURL), "/")
	parsed, err := url.Parse(text)
	switch {
	case err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http"):
		r.problem("%s: %q is not an address; write that of the REST API: %s, or https://HOST/api/v3 for GitHub Enterprise Server", envGitHubURL, text, defaultGitHubURL)
	case parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "":
		r.problem("%s: the address has a user, query or fragment in it; write scheme, host and path alone", envGitHubURL)
	case parsed.Scheme == "http" && !loopback(parsed.Hostname()):
		r.problem("%s: %q is not encrypted, so tokens could be read on the way; write https (http is for this machine only)", envGitHubURL, text)
	}
	return text
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (r *settingsReader) logLevel() zerolog.Level {
	text := r.value(envLogLevel, defaultLogLevel)
	for _, level := range []zerolog.Level{zerolog.DebugLevel, zerolog.InfoLevel, zerolog.WarnLevel, zerolog.ErrorLevel} {
		if text == level.String() {
			return level
		}
	}
	r.problem("%s: %q is not known; write debug, info, warn or error", envLogLevel, text)
	return zerolog.InfoLevel
}
