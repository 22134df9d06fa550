#!/bin/sh
# Puts together the root file system of an image from nothing: root.sh ENVIRONMENT ROOT
# In it are the environment under its own path, its Python, the system's libraries that these load, a
# user without rights, cp, by which the copy for SQL is made, and nothing else: no shell, no package manager.
set -eu

environment=$1
root=$2
prefix=$("$environment/bin/python" -c 'import sys; print(sys.base_prefix)')
library=$("$environment/bin/python" -c 'import os; print(os.path.dirname(os.__file__))')

mkdir -p "$root/dev" "$root/etc" "$root/proc"
install --directory --mode 1777 "$root/tmp"
install --directory --owner 10001 --group 10001 "$root/data" "$root/credentials"
echo 'dateline:x:10001:10001::/data:/nonexistent' > "$root/etc/passwd"
echo 'dateline:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

# Python without what installs, tests, draws and asks at a terminal.
tar --create --directory / --exclude '*/site-packages' --exclude '*/test' --exclude '*/tests' --exclude '*/config-*' \
    --exclude '*/__pycache__' --exclude '*/idlelib' --exclude '*/tkinter' --exclude '*/turtledemo' --exclude '*/lib2to3' \
    --exclude '*/ensurepip' --exclude '*/pydoc_data' "${library#/}" | tar --extract --directory "$root"
mkdir -p "$root$(dirname "$environment")"
(cd "$root$library/lib-dynload" && rm -f _tkinter.* _curses* readline.* nis.* _dbm.* _gdbm.* _test* xx*)
cp --archive "$environment" "$root$environment"
interpreter=$(readlink --canonicalize "$environment/bin/python")
cp --dereference --parents "$interpreter" "$(command -v cp)" "$root"
find "$root$environment/bin" -type l -name 'python*' -exec ln --symbolic --force "$interpreter" {} \;
"$environment/bin/python" -m compileall -q -b -s "$root" -p / --invalidation-mode unchecked-hash "$root$library"
find "$root$library" -name '*.py' -delete

# The libraries that all of this is linked against, and the loader.
find "$root" -type f \( -name '*.so*' -o -path '*/bin/python*' -o -path '*/bin/cp' \) -exec ldd {} + \
    | awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^\/.*[^:]$/) print $i }' | sort --unique \
    | while read -r path; do
        case $path in "$root"/* | "$environment"/*) ;; *) cp --dereference --parents "$path" "$root" ;; esac
    done
find "$root$prefix" -name '*.so*' -exec strip --strip-unneeded {} +
echo "$prefix/lib" > "$root/etc/ld.so.conf"
ldconfig -r "$root"
