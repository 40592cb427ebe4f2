# path: .flake8
[flake8:local-plugins]
extension = X = lint.evil:Plugin
