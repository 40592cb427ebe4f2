# METADATA
# title: Names
# description: |
#   Decides whose a name is. Names that belong to a tenant begin with its namespace as a whole
#   component: `orders.load`, `orders-load` and `orders_load` are those of `orders`, `ordersload`
#   is not. Where one namespace begins with another (`orders`, `orders-eu`) the longest wins.
package sekisho.lib.names

# components: `.`, `_`, `-`, `/` and `:` separate alike, letters of either case are alike.
fold(text) := strings.replace_n({".": "-", "_": "-", "/": "-", ":": "-"}, lower(text))

# tenants are all namespaces: those of the platform and the tenant's own.
tenants := {tenant | some tenant in input.platform.tenants} | {input.tenant.namespace}

folded_tenants[fold(tenant)] := tenant if some tenant in tenants

# owner(text): the tenant whose name it is; undefined where it is nobody's. A namespace has 63
# characters at most, so no more than its first components need to be looked up.
owner(text) := folded_tenants[longest] if {
	components := array.slice(split(fold(text), "-"), 0, 64)
	lengths := [n |
		some n in numbers.range(1, count(components))
		folded_tenants[concat("-", array.slice(components, 0, n))]
	]
	longest := concat("-", array.slice(components, 0, max(lengths)))
}

own(text) if {
	owner(text) == input.tenant.namespace
	not climbs(text)
}

# climbs(text): a part of it leads elsewhere where the name becomes a path or an address. Vault is asked for a
# Variable by one, in which `orders_x/../payments_token` is `payments_token`.
climbs(text) if {
	contains(text, "/")
	some part in split(text, "/")
	part in {".", ".."}
}

# own_variable(key): an Airflow Variable that is the tenant's by its name or by the configuration.
own_variable(key) if own(key)

own_variable(key) if vouched(key)

vouched(key) if {
	listed(input.tenant.variables, key)
	not climbs(key)
}

# listing(keys): what SRE would write in sekisho.yml to vouch for Variables that nobody vouches for; undefined
# where one is another tenant's, or named so that the configuration does not take it.
listing(keys) := sprintf(`text: [%s]`, [concat(", ", [sprintf(`"%s"`, [key]) | some key in missing])]) if {
	missing := {key | some key in keys; not vouched(key)}
	count(missing) > 0
	every key in missing {
		regex.match(`^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,249}$`, key)
		not foreign(key)
		not climbs(key)
	}
}

# known_environment(name): a name of the environment that holds the same wherever the platform reads a file.
known_environment(name) if name in data.lists.environment.harmless

known_environment(name) if listed(input.platform.environment, name)

# listed(variables, key): the configuration knows the text of the variable.
listed(variables, key) if variables.values[key]

listed(variables, key) if {
	some text in variables.text
	matches(text, key)
}

matches(text, key) if text == key

matches(text, key) if {
	endswith(text, "*")
	startswith(key, trim_suffix(text, "*"))
}

# foreign(text): the other tenant whose name it is.
foreign(text) := tenant if {
	tenant := owner(text)
	tenant != input.tenant.namespace
}
