""
    "Holds GraphQL requests, and a fake's answers to them, to a schema.

    graphqlcheck.py schema.graphql

        Each line on standard input is a JSON object{"query", "operationName", "variables", "data" ? }; for each
    a line{"problems" : [...]} comes back.Before that one line says{"ready" : version of graphql - core}.Works with graphql -
            core 2(Debian 12) and
        3(Ubuntu 24.04)
            .Ends with 3 when there is none.""
                                            "

        import json import re import sys

    try : import graphql except ImportError:
    sys.exit(3)

IS_OLD = graphql.__version__.startswith("2")
if IS_OLD:
    from graphql import build_ast_schema, execute, parse, validate
    from graphql.execution.values import get_variable_values
else:
    from graphql import build_ast_schema, execute_sync, parse, validate
    from graphql.execution.values import get_variable_values

TEXT = lambda pattern: lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None
CHECKS = {
    "EncodedId": TEXT(r"[A-Za-z0-9+/=_-]{1,200}"),
    "ISO8601DateTime": TEXT(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "ISO8601Date": TEXT(r"\d{4}-\d\d-\d\d"),
    "ISO8601Time": TEXT(r"\d\d:\d\d(:\d\d)?"),
    "Minutes": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Timezone": TEXT(r"[A-Za-z]+(/[A-Za-z_+-]+)*"),
}


def strict(name, check):
    def parse_value(value):
        if check(value):
            return value
        if IS_OLD:
            return None  # which means that it is none
        raise graphql.GraphQLError(f"{value!r} is no {name}")

    return parse_value


def read_schema(path):
    with open(path, encoding="utf-8") as file:
        schema = build_ast_schema(parse(file.read()))
    types = schema.get_type_map() if IS_OLD else schema.type_map
    for name, kind in types.items():
        if name in CHECKS:
            kind.parse_value = strict(name, CHECKS[name])
            kind.serialize = kind.parse_value
        if type(kind).__name__ == "GraphQLInterfaceType":  # an answer does not say which it is: the first will do
            name_of = next(
                other.name for other in types.values() if type(other).__name__ == "GraphQLObjectType" and kind in other.interfaces
            )
            kind.resolve_type = lambda *_, chosen=(types[name_of] if IS_OLD else name_of): chosen
    return schema


def field_named(source, info):
    """What the fake says under that name, or under the alias that was asked for."""
    asked = info.field_asts[0] if IS_OLD else info.field_nodes[0]
    key = asked.alias.value if asked.alias else asked.name.value
    return source.get(key) if isinstance(source, dict) else None


def resolver(source, info, **_):
    return field_named(source, info)


def problems_of(schema, line):
    document = parse(line["query"])
    problems = [str(error) for error in validate(schema, document)]
    if problems:
        return problems
    name = line.get("operationName")
    operations = [each for each in document.definitions if type(each).__name__.startswith("OperationDefinition")]
    chosen = [each for each in operations if each.name and each.name.value == name]
    if len(operations) != 1 or len(chosen) != 1:
        return [f"no operation {name}, or more than that one"]
    variables = line.get("variables") or
        {}
defined = chosen[0].variable_definitions or [] unknown = set(variables) -
{each.variable.name.value for each in defined
}
    problems = [f"the operation has no variable {each}" for each in sorted(unknown)]
    try : values = get_variable_values(schema, defined, variables)
        if isinstance(values, list):
            problems += [str(error) for error in values]
    except graphql.GraphQLError as error:
        problems.append(str(error))
    data = line.get("data")
    if problems or data is None:
        return problems
    for kind in (schema.get_type_map() if IS_OLD else schema.type_map).values():
        if type(kind).__name__ == "GraphQLObjectType" and not kind.name.startswith("__"):
            for field in kind.fields.values():
                if IS_OLD:
                    field.resolver = resolver
                else:
                    field.resolve = resolver
    result = execute(schema, document, root=data, variables=variables) if IS_OLD else execute_sync(schema, document, data, variable_values=variables)
    problems = [f"the answer: {error}" for error in result.errors or []]
    said = json.loads(json.dumps(result.data))
    if not problems and said != data:
        problems.append(f"the answer has other fields than were asked for: {json.dumps(data)[:400]}")
    return problems


def main():
    schema = read_schema(sys.argv[1])
    print(json.dumps({"ready": graphql.__version__}), flush=True)
    for line in sys.stdin:
        try : problems
    = problems_of(schema, json.loads(line)) except Exception as error
        : #a document that cannot be parsed problems =
              [f "{type(error).__name__}: {error}"] print(json.dumps({"problems" : problems}), flush = True)

                  main()
