package facts

import "strings"

// Setting is one field of a pod's specification that is given in Python: a keyword, or a key of a dict or a keyword
// of a model object in it, however deep.
type Setting struct {
	// Field is the last name of the path, folded: `hostNetwork`, `host_network` and `hostnetwork` are one.
	Field string `json:"field"`
	// Path is the keyword and, after a dot, the key in it: `volumes.host_path`. What lies between is left out.
	Path  string `json:"path"`
	Value *Value `json:"value"`
}

// SettingsOf are the settings of arguments, in their order. An argument that is absent, `None`, false or empty says
// nothing: Airflow takes what the template says.
func SettingsOf(arguments Arguments) []Setting {
	var settings []Setting
	for i := range arguments {
		name, value := arguments[i].Name, arguments[i].Value
		if value.State == Absent || value.State == Const && (value.Type == "NoneType" || value.Value == "" || value.Value == false || isEmpty(value)) {
			continue
		}
		settings = append(settings, Setting{folded(name), name, value})
		settings = settingsIn(settings, name, value)
	}
	return settings
}

func settingsIn(settings []Setting, argument string, value *Value) []Setting {
	for i := range value.Values {
		settings = settingsIn(settings, argument, &value.Values[i])
	}
	for i := range value.Items {
		settings = settingsIn(settings, argument, &value.Items[i])
	}
	for i := range value.Entries {
		entry := &value.Entries[i]
		if key, ok := entry.Key.Value.(string); ok {
			settings = append(settings, Setting{folded(key), argument + "." + key, &entry.Value})
		}
		settings = settingsIn(settings, argument, &entry.Key)
		settings = settingsIn(settings, argument, &entry.Value)
	}
	return settings
}

// isEmpty reports an empty list, tuple or dict. An object of a library without arguments is none.
func isEmpty(value *Value) bool {
	switch value.Type {
	case "list", "tuple", "dict":
		return len(value.Items) == 0 && len(value.Entries) == 0
	}
	return false
}

var separators = strings.NewReplacer("_", "", "-", "")

func folded(name string) string { return strings.ToLower(separators.Replace(name)) }
