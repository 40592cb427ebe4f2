# path: .github/workflows/deploy.yml
on: push
