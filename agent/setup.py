"""Builds the accelerator where there is a compiler; without, the package works and walks in Python."""

from glob import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "heapscope._walk",
            ["heapscope/_walk.c"],
            depends=glob("heapscope/native/*.h"),
            extra_compile_args=["-O3"],
            optional=True,
        )
    ]
)
