# read: false
# path: templates/load.yaml
kind: Pod
