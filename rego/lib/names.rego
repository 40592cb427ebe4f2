# METADATA
# title: Names
# description: |
#   Decides whose a name is. Names that belong to a tenant begin with its namespace as a whole
#   component: `orders.load`, `orders-load` and `orders_load` are those of `orders`, `ordersload`
#   is not. Where one namespace begins with another (`orders`, `orders-eu`) the longest wins.
package sekisho.lib.names

# components: `.`, `_`, `-`, `/` and `:` separate alike, letters of either case are alike.
fold(text) := strings.replace_n({".": "-", "_": "-", "/": "-", ":": "-"}, lower(text))

begins_with(text, namespace) if text == namespace

begins_with(text, namespace) if startswith(text, concat("", [namespace, "-"]))

# tenants are all namespaces: those of the platform and the tenant's own.
tenants := {tenant | some tenant in input.platform.tenants} | {input.tenant.namespace}

folded_tenants[fold(tenant)] := tenant if some tenant in tenants

# owner(text): the tenant whose name it is; undefined where it is nobody's.
owner(text) := folded_tenants[longest] if {
	folded := fold(text)
	candidates := {namespace | some namespace, _ in folded_tenants; begins_with(folded, namespace)}
	count(candidates) > 0
	length := max({count(namespace) | some namespace in candidates})
	some longest in candidates
	count(longest) == length
}

own(text) if owner(text) == input.tenant.namespace

# foreign(text): the other tenant whose name it is.
foreign(text) := tenant if {
	tenant := owner(text)
	tenant != input.tenant.namespace
}
