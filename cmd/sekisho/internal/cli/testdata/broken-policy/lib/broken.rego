package sekisho.lib.broken

x := http.send({"url": "https://example.com"})
