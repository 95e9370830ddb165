"""The layout of a capture: the fields of a node and an edge, and the numbers that stand for their types."""

NODE_TYPE_NAMES = ["hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic"]
EDGE_TYPE_NAMES = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"]
NODE_FIELD_NAMES = (
    "type name id self_size edge_count trace_node_id detachedness refcount length generation flags preview".split()
)
NODE_FIELDS = len(NODE_FIELD_NAMES)

STRING_NODE, OBJECT_NODE, CODE_NODE, CLOSURE_NODE, NUMBER_NODE, SYNTHETIC_NODE = 2, 3, 4, 5, 7, 9
CONTEXT, ELEMENT, PROPERTY, INTERNAL, WEAK = 0, 1, 2, 3, 6

FLAG_IMMORTAL = 1
FLAG_FINALIZER = 2
FLAG_VALUE = 4
FLAG_PYTHON_CLASS = 8
FLAG_CLASS_WITH_DICT = 16
FLAG_CLASS_WITH_SLOTS = 32
FLAG_HAS_DICT = 64

IMMORTAL_COUNT = 4294967295
# 3.11 gives its immortal objects 999999999 references, 3.12 and later more than this.
IMMORTAL_FROM = 900000000

FORMAT_META = {
    "node_fields": NODE_FIELD_NAMES,
    "node_types": [NODE_TYPE_NAMES, "string"] + ["number"] * 9 + ["string"],
    "edge_fields": ["type", "name_or_index", "to_node"],
    "edge_types": [EDGE_TYPE_NAMES, "string_or_number", "node"],
    "trace_function_info_fields": ["function_id", "name", "script_name", "script_id", "line", "column"],
    "trace_node_fields": ["id", "function_info_index", "count", "size", "children"],
    "sample_fields": ["timestamp_us", "last_assigned_id"],
    "location_fields": ["object_index", "script_id", "line", "column"],
}
