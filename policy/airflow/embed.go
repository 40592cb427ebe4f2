package airflow

import _ "embed"

// symbolsText is generated: see ./generate. The other files are kept by hand.
//
//go:embed data/symbols.txt
var symbolsText string

//go:embed data/airflow.txt
var airflowText string

//go:embed data/libraries.txt
var librariesText string

//go:embed data/fields.txt
var fieldsText string

//go:embed data/details.txt
var detailsText string
