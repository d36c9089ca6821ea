# Sourced by ./parley and ./mvnw: sets JAVA_HOME to a JDK 25 or newer, wherever it is installed, or says what is missing.

# The release file says what a JDK is without starting it.
is_jdk_25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${version:-0}" -ge 25 ]
}

home_of_javac_on_path() {
    javac=$(command -v javac) || return 1
    while [ -L "$javac" ]; do
        target=$(readlink "$javac")
        case $target in /*) javac=$target ;; *) javac=$(dirname "$javac")/$target ;; esac
    done
    (cd "$(dirname "$javac")/.." && pwd -P)
}

find_jdk_25() {
    for home in "${JAVA_HOME:-}" "$(home_of_javac_on_path)" \
        /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_jdk_25 "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    echo "Parley needs a JDK 25 and found none in JAVA_HOME, the PATH, /usr/lib/jvm, /opt or ~/.sdkman: install one (Eclipse Temurin 25," \
        "https://adoptium.net) or set JAVA_HOME to it." >&2
    return 1
}
