#!/bin/sh
# Takes out of a virtual environment what the product never uses when it runs: slim.sh ENVIRONMENT
# What remains is proven by tests/packaging/test_docker.py, which serves and analyses articles with it.
set -eu

environment=$1
cd "$environment"/lib/python3*/site-packages

# Symbols for debuggers. Not of the libraries beside wheels (*.libs), which strip would break.
for package in blis cryptography cymem murmurhash nanoarrow numpy preshed spacy srsly thinc; do
    find "$package" -name '*.so' -exec strip --strip-unneeded {} +
done

# Installers; tests; sources, headers and stubs.
rm -rf pip pip-* setuptools setuptools-* pkg_resources _distutils_hack distutils-precedence.pth
find . -type d \( -name tests -o -path ./onnx/backend/test \) -prune -exec rm -r {} +
find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.c' -o -name '*.cc' -o -name '*.cpp' \
    -o -name '*.h' -o -name '*.hpp' -o -name '*.a' -o -name '*.proto' \) -delete

# A second ONNX Runtime for programs in C, and tools to make models with.
rm -rf onnxruntime/capi/libonnxruntime.so* onnxruntime/datasets onnxruntime/quantization onnxruntime/tools \
    onnxruntime/transformers onnx/reference
# Keywords, parts of speech and a neural segmenter, and tables for Jython.
rm -rf jieba/analyse jieba/posseg jieba/lac_small
find jieba -name '*.p' -delete
# Other languages: of an URL's parts, of boilerplate.
find babel/locale-data -name '*.dat' ! -name root.dat ! -name en.dat -delete
find justext/stoplists -name '*.txt' ! -name English.txt -delete
rm -rf lxml/objectify* lxml/isoschematron numpy/f2py numpy/distutils numpy/_core/_simd.*

# The libraries as bytecode alone: loaded at once, also from a file system that cannot be written to. Ours
# keep their source, whose digest is the version of the analysis; nanoarrow reads its own.
kept="^$PWD/(dateline|dateline_server|nanoarrow)/"
"$environment/bin/python" -m compileall -q -b --invalidation-mode unchecked-hash -x "$kept" "$PWD"
"$environment/bin/python" -m compileall -q --invalidation-mode unchecked-hash dateline dateline_server nanoarrow
find "$PWD" -regextype posix-extended -name '*.py' ! -regex "$kept.*" -delete
