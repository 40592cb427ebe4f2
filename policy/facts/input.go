package facts

// FileInput is the `input` of the rules that judge one file.
type FileInput struct {
	File     *File     `json:"file"`
	Tenant   Tenant    `json:"tenant"`
	Platform *Platform `json:"platform"`
}

// ChangeInput is the `input` of the rules that judge a pull request as a whole.
type ChangeInput struct {
	Tenant   Tenant    `json:"tenant"`
	Platform *Platform `json:"platform"`
	// Files has one row for each file of the snapshot that a rule may want to relate to others.
	Files []FileSummary `json:"files"`
	// Rings are the starts of files that count that lead back to where they begin.
	Rings []Ring `json:"rings"`
	// Complete is unset when the snapshot is known to miss something; Incomplete says what.
	Complete   bool   `json:"complete"`
	Incomplete string `json:"incomplete,omitempty"`
}

// FileSummary is what the pull request's own evaluation sees of a file.
type FileSummary struct {
	Path        string  `json:"path"`
	Role        Role    `json:"role"`
	Status      Status  `json:"status"`
	Content     Content `json:"content"`
	Declarative bool    `json:"declarative"`
	DAGIDs      []DAGID `json:"dag_ids"`
	Starts      []Start `json:"starts,omitempty"`
}

// DAGID is a known dag_id and its place.
type DAGID struct {
	ID   string `json:"id"`
	Span Span   `json:"span"`
}

// Ring is a start after which what it begins with is started again: runs without an end.
type Ring struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
	Span Span   `json:"span"`
}

// Tenant is the tenant whose repository is judged.
type Tenant struct {
	Namespace string `json:"namespace"`
	// Application is set for an application repository, empty for the DAG repository.
	Application string `json:"application,omitempty"`
	// Applications are the names of the tenant's applications: the folders under
	// templates/<namespace>/ that its DAGs may use. Empty with AnyApplication on the command line
	// without a configuration.
	Applications   []string `json:"applications"`
	AnyApplication bool     `json:"any_application,omitempty"`
	// Modules are top-level module names of the DAG repository that no installed package has.
	Modules []string `json:"modules,omitempty"`
	// Variables are the Airflow Variables that the configuration gives the tenant.
	Variables Variables `json:"variables"`
}

// Variables are keys of Airflow Variables, or names of the environment, that SRE vouches for.
type Variables struct {
	// Text are keys, or beginnings of keys with a closing `*`, of Variables whose text holds no `{`.
	Text []string `json:"text,omitempty"`
	// Values are Variables that hold one of the listed texts.
	Values map[string][]string `json:"values,omitempty"`
}

// Platform is the part of the configuration that rules may read.
type Platform struct {
	// Tenants are all namespaces of the company, sorted.
	Tenants []string `json:"tenants"`
	// Applications are the names of the applications of all of them, sorted.
	Applications   []string `json:"applications,omitempty"`
	AirflowVersion string   `json:"airflow_version"`
	PythonVersion  string   `json:"python_version"`
	DAGsPath       string   `json:"dags_path"`
	DAGFolder      string   `json:"dag_folder"`
	// NamespaceFolder is set when what is deployed is the folder in dag_folder that is named after the tenant.
	NamespaceFolder   bool     `json:"namespace_folder"`
	TemplateFolder    string   `json:"template_folder"`
	InCluster         bool     `json:"in_cluster"`
	ConfigFiles       []string `json:"config_files"`
	Connections       []string `json:"connections"`
	DAGIDPrefix       string   `json:"dag_id_prefix"` // required, recommended, off
	TemplatesAreKnown bool     `json:"templates_are_known"`
	// Environment are variables of the process environment that are the same wherever Airflow reads a file.
	Environment Variables `json:"environment"`
	// Libraries are what SRE vouches for of the libraries that are installed on every worker.
	Libraries Libraries `json:"libraries"`
}

// Libraries are names of installed libraries, each exact.
type Libraries struct {
	// Operators are classes that are KubernetesPodOperator with some arguments: what they give where
	// neither a task nor its default_args do.
	Operators map[string]map[string]any `json:"operators,omitempty"`
	// Constants are names that always stand for one value: text, a number, a truth, or a list of these.
	Constants map[string]any `json:"constants,omitempty"`
}
