"""Holds GraphQL requests, and the answers of a fake to them, to a schema.

    graphqlcheck.py schema.graphql

Each line on standard input is a JSON object {"query", "operationName", "variables", "data"?}; for each a line {"problems": [...]} comes back. Before
that one line says {"ready": version of graphql-core}. Works with graphql-core 2 (Debian 12) and 3 (Ubuntu 24.04). Ends with 3 when there is none.
"""

import json
import re
import sys

try:
    import graphql
    from graphql import build_ast_schema, parse, validate
    from graphql.execution.values import get_variable_values
except ImportError:
    sys.exit(3)

IS_OLD = graphql.__version__.startswith("2")


def text(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


CHECKS = {
    "EncodedId": text(r"[A-Za-z0-9+/=_-]{1,200}"),
    "ISO8601DateTime": text(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "ISO8601Date": text(r"\d{4}-\d\d-\d\d"),
    "ISO8601Time": text(r"\d\d:\d\d(:\d\d)?"),
    "Minutes": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Timezone": text(r"[A-Za-z]+(/[A-Za-z_+-]+)*"),
}


def strict(name, check):
    def parse_value(value):
        if check(value):
            return value
        if IS_OLD:
            return None  # which means that it is none
        raise graphql.GraphQLError(f"{value!r} is no {name}")

    return parse_value


def said_by_the_fake(source, info, **_):
    """What it says under the field's name, or under the alias that was asked for."""
    asked = info.field_asts[0] if IS_OLD else info.field_nodes[0]
    key = asked.alias.value if asked.alias else asked.name.value
    return source.get(key) if isinstance(source, dict) else None


def read_schema(path):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    if not re.search(r"^schema\b", source, re.MULTILINE):  # graphql-core 2 wants it said
        source += "\nschema { query: Query mutation: Mutation }\n"
    schema = build_ast_schema(parse(source))
    types = schema.get_type_map() if IS_OLD else schema.type_map
    for name, kind in types.items():
        sort = type(kind).__name__
        if name in CHECKS:
            kind.parse_value = strict(name, CHECKS[name])
            kind.serialize = kind.parse_value
        elif sort == "GraphQLInterfaceType":  # an answer does not say which it is: the first will do
            first = next(each for each in types.values() if type(each).__name__ == "GraphQLObjectType" and kind in each.interfaces)
            kind.resolve_type = lambda *_, chosen=(first if IS_OLD else first.name): chosen
        elif sort == "GraphQLObjectType" and not name.startswith("__"):
            for field in kind.fields.values():
                setattr(field, "resolver" if IS_OLD else "resolve", said_by_the_fake)
    return schema


def run(schema, document, data, variables):
    if IS_OLD:
        return graphql.execute(schema, document, root_value=data, variable_values=variables)
    return graphql.execute_sync(schema, document, data, variable_values=variables)


def problems_of(schema, line):
    document = parse(line["query"])
    problems = [str(error) for error in validate(schema, document)]
    if problems:
        return problems
    name = line.get("operationName")
    operations = [each for each in document.definitions if type(each).__name__.startswith("OperationDefinition")]
    if len(operations) != 1 or not operations[0].name or operations[0].name.value != name:
        return [f"no operation {name}, or more than that one"]
    variables = line.get("variables") or {}
    defined = operations[0].variable_definitions or []
    unknown = set(variables) - {each.variable.name.value for each in defined}
    problems = [f"the operation has no variable {each}" for each in sorted(unknown)]
    try:
        values = get_variable_values(schema, defined, variables)
        if isinstance(values, list):
            problems += [str(error) for error in values]
    except graphql.GraphQLError as error:
        problems.append(str(error))
    data = line.get("data")
    if problems or data is None:
        return problems
    result = run(schema, document, data, variables)
    problems = [f"the answer: {error}" for error in result.errors or []]
    if not problems and json.loads(json.dumps(result.data)) != data:
        problems.append(f"the answer has other fields than were asked for: {json.dumps(data)[:400]}")
    return problems


def main():
    schema = read_schema(sys.argv[1])
    print(json.dumps({"ready": graphql.__version__}), flush=True)
    for line in sys.stdin:
        try:
            problems = problems_of(schema, json.loads(line))
        except Exception as error:  # pylint: disable=broad-except; a document that is none
            problems = [f"{type(error).__name__}: {error}"]
        print(json.dumps({"problems": problems}), flush=True)


main()
