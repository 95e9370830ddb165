"""Where code stands: `qualname (file:line)`."""


def code_place(code, line=None):
    name = getattr(code, "co_qualname", code.co_name)
    return "%s (%s:%d)" % (name, code.co_filename, code.co_firstlineno if line is None else line)


def suspended_preview(kind, prefix):
    code_of = kind.__dict__[prefix + "code"].__get__
    frame_of = kind.__dict__[prefix + "frame"].__get__

    def preview(obj):
        code, frame = code_of(obj), frame_of(obj)
        return code_place(code, frame.f_lineno if frame is not None else None)

    return preview
