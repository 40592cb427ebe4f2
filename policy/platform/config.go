// Package platform holds the platform's configuration, sekisho.yml: who the tenants are, which
// repositories are theirs, what the shared Airflow is like.
//
// Bytes come in, a checked configuration or an error with file, line and reason goes out. It reads
// no file and no environment variable.
package platform

// Config is a checked configuration.
type Config struct {
	Tenants      map[string]Tenant      `yaml:"tenants"`      // by namespace
	Environments map[string]Environment `yaml:"environments"` // by base branch
	Reviewers    Reviewers              `yaml:"reviewers"`
	Airflow      Airflow                `yaml:"airflow"`
	Repository   Repository             `yaml:"repository"`
	Kubernetes   Kubernetes             `yaml:"kubernetes"`
	Worker       Variables              `yaml:"worker_environment"` // the same wherever Airflow reads a file
	Libraries    Libraries              `yaml:"libraries"`
	Policy       Policy                 `yaml:"policy"`
}

// Libraries are what SRE vouches for of the company's own libraries on the workers, by exact name.
type Libraries struct {
	Operators map[string]map[string]any `yaml:"operators"`
	Constants map[string]any            `yaml:"constants"`
}

// Tenant is a namespace and its repositories.
type Tenant struct {
	DAGRepository string                 `yaml:"dag_repository"` // owner/name
	Applications  map[string]Application `yaml:"applications"`
	// Modules are top-level module names of the DAG repository of which SRE says that no package of
	// that name is installed on the workers. Only under such a name, or below dags.<namespace>, is a
	// module of the repository known to be what an import finds.
	Modules []string `yaml:"modules"`
	// Variables are the tenant's Airflow Variables: see docs/sekisho.yml for what SRE vouches for.
	Variables Variables `yaml:"variables"`
}

// Variables are Airflow Variables, or variables of the environment, by what is known of their text.
type Variables struct {
	Text   []string            `yaml:"text"`   // keys, or beginnings of keys with a closing `*`
	Values map[string][]string `yaml:"values"` // by key: all texts that it may hold
}

// Application is one application of a tenant.
type Application struct {
	Repository string `yaml:"repository"` // owner/name
}

// Environment is what a base branch deploys to.
type Environment struct {
	Name   string `yaml:"name"`
	Review string `yaml:"review"` // required or none
}

// Reviewers are the teams (slugs, in the repository's organization) whose members may approve.
type Reviewers struct {
	Teams []string `yaml:"teams"`
}

// Airflow describes the deployed Airflow.
type Airflow struct {
	Version  string `yaml:"version"`
	Python   string `yaml:"python"`
	DAGsPath string `yaml:"dags_path"` // where the bucket's root is mounted
}

// Repository says where things lie in a repository.
type Repository struct {
	DAGFolder      string `yaml:"dag_folder"` // `.` is the whole repository
	TemplateFolder string `yaml:"template_folder"`
	// NamespaceFolder is set when `dag_folder` ends in {namespace}: the folder named after the tenant in the
	// DAG folder, and not the DAG folder itself, is what is deployed to dags/<namespace>/ of the bucket.
	NamespaceFolder bool `yaml:"-"`
}

// Kubernetes are the cluster fields that a DAG may repeat.
type Kubernetes struct {
	InCluster   bool     `yaml:"in_cluster"`
	ConfigFile  []string `yaml:"config_file"`
	Connections []string `yaml:"connections"`
}

// Policy are switches of the policy.
type Policy struct {
	DAGIDPrefix string `yaml:"dag_id_prefix"` // required, recommended or off
}
