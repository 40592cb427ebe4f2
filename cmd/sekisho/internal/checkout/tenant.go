package checkout

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// tenantOf finds whose a path is: the namespace that was given, or the only tenant that the path
// points to, by `dags/<namespace>` or `templates/<namespace>` in it (or below it, for a folder), or by the name of one of
// the tenant's repositories. Nothing is guessed: no tenant or two are an error that says what to do.
func tenantOf(config *platform.Config, namespace, name string, folder bool) (facts.Tenant, error) {
	if namespace != "" {
		tenant, ok := config.Tenant(namespace)
		if !ok {
			return facts.Tenant{}, fmt.Errorf("the configuration has no tenant %q; its tenants are %s", namespace, strings.Join(namespaces(config), ", "))
		}
		return withApplication(config, tenant, name, folder), nil
	}
	if all := namespaces(config); len(all) == 1 {
		tenant, _ := config.Tenant(all[0])
		return withApplication(config, tenant, name, folder), nil
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		return facts.Tenant{}, fmt.Errorf("find the tenant of %s: %w", name, err)
	}
	found := map[string]facts.Tenant{}
	for _, candidate := range namespaces(config) {
		tenant, _ := config.Tenant(candidate)
		if byPlace(config, candidate, absolute, folder) {
			found[candidate] = tenant
		}
		if repository := byRepository(config, candidate, absolute); repository != "" {
			found[candidate], _ = config.TenantOf(repository)
		}
	}
	if len(found) == 1 {
		for _, tenant := range found {
			return tenant, nil
		}
	}
	if len(found) == 0 {
		return facts.Tenant{}, fmt.Errorf("whose is %s? Nothing in its path names a tenant; give --namespace, one of %s", name, strings.Join(namespaces(config), ", "))
	}
	candidates := make([]string, 0, len(found))
	for candidate := range found {
		candidates = append(candidates, candidate)
	}
	sort.Strings(candidates)
	return facts.Tenant{}, fmt.Errorf("whose is %s? Its path names several tenants; give --namespace, one of %s", name, strings.Join(candidates, ", "))
}

// withApplication notices that a folder is the repository of one of the tenant's applications.
func withApplication(config *platform.Config, tenant facts.Tenant, name string, folder bool) facts.Tenant {
	if !folder {
		return tenant
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		return tenant
	}
	if repository := byRepository(config, tenant.Namespace, absolute); repository != "" {
		if named, ok := config.TenantOf(repository); ok {
			return named
		}
	}
	return tenant
}

// isTemplate tells whether a file that was named is judged as a PodTemplate.
func isTemplate(name string) bool {
	extension := strings.ToLower(filepath.Ext(name))
	return extension == ".yaml" || extension == ".yml"
}

// applicationOf says whose repository a PodTemplate that was named is taken to lie in: that of the
// application after which a folder of its path is called, the tenant's first one otherwise.
func applicationOf(tenant facts.Tenant, name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		parts := strings.Split(filepath.ToSlash(filepath.Dir(absolute)), "/")
		slices.Reverse(parts)
		for _, part := range parts {
			if slices.Contains(tenant.Applications, part) {
				return part
			}
		}
	}
	if len(tenant.Applications) > 0 {
		return tenant.Applications[0]
	}
	return tenant.Namespace
}

// byPlace tells whether a path goes through, or as a folder holds, the namespace's folder.
func byPlace(config *platform.Config, namespace, absolute string, folder bool) bool {
	for _, top := range []string{config.Repository.DAGFolder, config.Repository.TemplateFolder} {
		if top == "." {
			continue // the namespace's name alone is no place
		}
		place := path.Join(top, namespace)
		if strings.Contains(filepath.ToSlash(absolute)+"/", "/"+place+"/") {
			return true
		}
		if folder {
			if info, err := os.Lstat(filepath.Join(absolute, filepath.FromSlash(place))); err == nil && info.IsDir() {
				return true
			}
		}
	}
	return false
}

// byRepository returns the tenant's repository after whose name a folder of the path is called; the
// innermost folder wins.
func byRepository(config *platform.Config, namespace, absolute string) string {
	tenant := config.Tenants[namespace]
	repositories := []string{tenant.DAGRepository}
	for _, application := range tenant.Applications {
		repositories = append(repositories, application.Repository)
	}
	sort.Strings(repositories)
	parts := strings.Split(filepath.ToSlash(absolute), "/")
	slices.Reverse(parts)
	for _, part := range parts {
		for _, repository := range repositories {
			if repository != "" && part == path.Base(repository) {
				return repository
			}
		}
	}
	return ""
}

func namespaces(config *platform.Config) []string {
	return config.Facts().Tenants
}
