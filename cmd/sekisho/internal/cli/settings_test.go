package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const exampleConfig = "../../../../docs/sekisho.yml"

// rightSettings are variables with which serve starts.
func rightSettings(t *testing.T) map[string]string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		envAppID:         "12345",
		envPrivateKey:    string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
		envWebhookSecret: "a-long-enough-secret-that-nobody-sees",
		envConfig:        exampleConfig,
	}
}

func environ(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func TestSettingsDefaults(t *testing.T) {
	s, err := readSettings(environ(rightSettings(t)))
	if err != nil {
		t.Fatal(err)
	}
	if s.appID != 12345 || s.listen != ":8080" || s.database != "sekisho.db" || s.githubURL != "https://api.github.com" || s.logLevel.String() != "info" || s.config == nil {
		t.Errorf("%+v", s)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	variables := rightSettings(t)
	folder := t.TempDir()
	for name, file := range map[string]string{envPrivateKey: envPrivateKeyFile, envWebhookSecret: envWebhookSecretFile} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(variables[name]+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		variables[file] = path
	}
	want := variables[envWebhookSecret]
	delete(variables, envPrivateKey)
	delete(variables, envWebhookSecret)
	s, err := readSettings(environ(variables))
	if err != nil {
		t.Fatal(err)
	}
	if s.webhookSecret != want {
		t.Error("the closing line break of the file became part of the secret")
	}
}

func TestKeyOnOneLine(t *testing.T) {
	variables := rightSettings(t)
	variables[envPrivateKey] = strings.ReplaceAll(variables[envPrivateKey], "\n", `\n`)
	if _, err := readSettings(environ(variables)); err != nil {
		t.Error(err)
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	elliptic256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(elliptic256)
	if err != nil {
		t.Fatal(err)
	}
	right := rightSettings(t)
	for name, test := range map[string]struct {
		change map[string]string
		want   string
	}{
		"no App ID":                    {map[string]string{envAppID: ""}, "SEKISHO_APP_ID is not set"},
		"client ID for App ID":         {map[string]string{envAppID: "Iv1.abc"}, `"Iv1.abc" is not an App ID`},
		"App ID of zero":               {map[string]string{envAppID: "0"}, "is not an App ID"},
		"no private key":               {map[string]string{envPrivateKey: ""}, "SEKISHO_PRIVATE_KEY is not set"},
		"private key is no PEM":        {map[string]string{envPrivateKey: "secret-text"}, "it is not PEM"},
		"private key is elliptic":      {map[string]string{envPrivateKey: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))}, "is no RSA private key"},
		"key both ways":                {map[string]string{envPrivateKeyFile: "x.pem"}, "are both set"},
		"key file is not there":        {map[string]string{envPrivateKey: "", envPrivateKeyFile: "/nowhere.pem"}, "SEKISHO_PRIVATE_KEY_FILE: open /nowhere.pem"},
		"no webhook secret":            {map[string]string{envWebhookSecret: ""}, "SEKISHO_WEBHOOK_SECRET is not set"},
		"short webhook secret":         {map[string]string{envWebhookSecret: "hunter2"}, "fewer than 16 characters"},
		"no configuration":             {map[string]string{envConfig: "nowhere.yml"}, "SEKISHO_CONFIG: read the configuration: open nowhere.yml"},
		"listen without port":          {map[string]string{envListen: "localhost"}, `"localhost" is not an address`},
		"GitHub's address is a name":   {map[string]string{envGitHubURL: "github.com"}, "is not an address"},
		"GitHub's address is open":     {map[string]string{envGitHubURL: "http://ghe.example.com/api/v3"}, "is not encrypted"},
		"GitHub's address has a token": {map[string]string{envGitHubURL: "https://user:token@ghe.example.com/api/v3"}, "has a user"},
		"log level":                    {map[string]string{envLogLevel: "loud"}, `"loud" is not known`},
	} {
		t.Run(name, func(t *testing.T) {
			variables := maps.Clone(right)
			maps.Copy(variables, test.change)
			s, err := readSettings(environ(variables))
			if s != nil || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("%v, want %q", err, test.want)
			}
			for _, secret := range []string{envPrivateKey, envWebhookSecret} {
				if value := variables[secret]; value != "" && strings.Contains(err.Error(), value) {
					t.Errorf("the message has the value of %s in it", secret)
				}
			}
			if strings.Contains(err.Error(), "user:token") {
				t.Error("the message has a token in it")
			}
		})
	}
	_, err = readSettings(environ(nil))
	if err == nil || strings.Count(err.Error(), "is not set") != 3 {
		t.Errorf("not everything that is wrong is told at once: %v", err)
	}
}

func TestHTTPToThisMachineIsAllowed(t *testing.T) {
	variables := rightSettings(t)
	for _, address := range []string{"http://127.0.0.1:9000/", "http://[::1]:9000", "http://localhost"} {
		variables[envGitHubURL] = address
		s, err := readSettings(environ(variables))
		if err != nil {
			t.Error(err)
		} else if strings.HasSuffix(s.githubURL, "/") {
			t.Errorf("%q ends with a slash", s.githubURL)
		}
	}
}

// TestEveryVariableIsDocumented compares the variables in the code with docs/operating.md, both ways.
func TestEveryVariableIsDocumented(t *testing.T) {
	names := regexp.MustCompile(`SEKISHO_[A-Z_]+[A-Z]`)
	code, err := os.ReadFile("settings.go")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := os.ReadFile("../../../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	inCode, inDocs := map[string]bool{}, map[string]bool{}
	for _, name := range names.FindAllString(string(code), -1) {
		inCode[name] = true
	}
	for _, name := range names.FindAllString(string(docs), -1) {
		inDocs[name] = true
		if !inCode[name] {
			t.Errorf("docs/operating.md names %s, which nothing reads", name)
		}
	}
	for name := range inCode {
		if !inDocs[name] {
			t.Errorf("docs/operating.md does not name %s", name)
		}
	}
}
