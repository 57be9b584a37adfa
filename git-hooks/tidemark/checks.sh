# What the hooks of a snapshot repository have in common; POSIX sh and awk, git 2.30 or later. Sourced, never run.
# shellcheck shell=sh disable=SC2034,SC2154

export GIT_NO_REPLACE_OBJECTS=1
unset CDPATH

zero=0000000000000000000000000000000000000000
nothing=$(git hash-object -t tree /dev/null)

# A folder for this run, that goes with it.
work=$(mktemp -d "${TMPDIR:-/tmp}/tidemark-hook.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

say() {
    echo "tidemark: $*" >&2
}

# Whether $1 is a branch that tidemark alone writes.
is_machine() {
    case $1 in
        refs/heads/live/*) return 0 ;;
        *) return 1 ;;
    esac
}

is_ancestor() {
    git merge-base --is-ancestor "$1" "$2" 2> /dev/null
}

# The value of the trailer $2 of the commit $1; empty where there is none.
trailer() {
    git log -1 --no-show-signature --format="%(trailers:key=$2,valueonly)" "$1" | sed -n 1p
}

# The id that .tidemark/repository.yaml of the commit $1 states.
repository_of() {
    git cat-file blob "$1:.tidemark/repository.yaml" 2> /dev/null | sed -n 's/^repository: "\{0,1\}\([0-9a-f]*\)"\{0,1\}$/\1/p'
}

# Reads raw diff lines, each commit's after its id, as git diff-tree --stdin prints them, and prints what is wrong with the
# files, a line each. $1 = 1 on a branch that tidemark alone writes.
wrong_files() {
    LC_ALL=C awk -v machine="$1" -F '\t' '
        /^[0-9a-f]+$/ { commit = substr($0, 1, 7) " "; next }
        /^:/ {
            split($1, raw, " ")
            if (raw[5] == "D") next
            path = $2
            odd = path ~ /^"/
            gsub(/^"|"$/, "", path)
            ours = path ~ /^(cluster|namespaces|\.tidemark|sealed)\// || path == ".gitattributes"
            if (raw[2] != "100644" && (machine || ours)) {
                print "bad " commit path " is no plain file"
            } else if (machine && (odd || !ours)) {
                print "bad " commit path " is misplaced: no snapshot has such a file"
            } else if (path ~ /^(sealed\/)?(cluster|namespaces)\// && path !~ /\.yaml$/) {
                print "bad " commit path " is misplaced: only manifests stand there, in files called .yaml"
            } else if (path ~ /\.(yaml|yml|json)$/ && raw[2] != "160000") {
                print "file " raw[4] " " machine " " commit path
            }
        }' > "$work/files"
    sed -n 's/^bad //p' "$work/files"
    {
        grep '^file ' "$work/files"
        echo content
        sed -n 's/^file \([0-9a-f]*\) .*/\1/p' "$work/files" | git cat-file --batch
    } | LC_ALL=C awk -f "$here/tidemark/manifests.awk" || echo "the files could not be checked"
}

# Whether this git can verify SSH signatures, and knows whose: sets signers, or note.
find_signers() {
    signers=$(git config --path tidemark.allowedSigners || git config --path gpg.ssh.allowedSignersFile) || signers=
    version=$(git version | sed 's/^git version //')
    minor=${version#*.}
    minor=${minor%%.*}
    note=
    if [ "${version%%.*}" -lt 2 ] || { [ "${version%%.*}" -eq 2 ] && [ "$minor" -lt 34 ]; }; then
        note="git $version cannot verify SSH signatures (2.34 can)"
    elif [ -z "$signers" ] || [ ! -r "$signers" ]; then
        note="nothing says whose signatures count (git config tidemark.allowedSigners FILE)"
    elif ! command -v ssh-keygen > /dev/null; then
        note="there is no ssh-keygen"
    fi
    if [ -z "$note" ]; then
        export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=gpg.ssh.allowedSignersFile GIT_CONFIG_VALUE_0="$signers"
    fi
}

# Of the commits on standard input, prints those whose signature proves nothing. Call find_signers first.
unproven() {
    if [ "$(git config tidemark.signatures)" = off ]; then
        cat > /dev/null
    elif [ -z "$note" ]; then
        while read -r commit; do
            git verify-commit "$commit" 2> /dev/null || echo "$commit"
        done
    else
        while read -r commit; do
            git cat-file commit "$commit" | sed '/^$/q' | grep -q '^gpgsig -----BEGIN SSH SIGNATURE-----' ||
                echo "$commit"
        done
    fi
}

# Prints what is wrong with what the commits of a machine branch say of themselves: a line for each defect.
# $1 = component, $2 = id of the repository, further = the range, for git log.
wrong_trailers() {
    component=$1
    id=$2
    shift 2
    key() { printf '%%(trailers:key=%s,valueonly,separator=%%x2C)%%x09' "$1"; }
    git log --boundary --no-show-signature \
        --format="%m%x09%H%x09%P%x09%ct%x09$(key Tidemark-Repository)$(key Tidemark-Component)$(key Tidemark-Seq)$(key Tidemark-Previous-Epoch)" "$@" |
        LC_ALL=C awk -F '\t' -v component="$component" -v id="$id" '
            { parents[$2] = $3; time[$2] = $4; repository[$2] = $5; of[$2] = $6; seq[$2] = $7 }
            $1 != "-" { order[++count] = $2 }
            END {
                for (i = 1; i <= count; i++) {
                    c = order[i]
                    name = substr(c, 1, 7) " "
                    if (repository[c] != id) print name "belongs to the repository " (repository[c] == "" ? "of nobody" : repository[c]) ", not to " id " (Tidemark-Repository)"
                    if (of[c] != component) print name "belongs to the component " (of[c] == "" ? "of nobody" : of[c]) ", not to " component " (Tidemark-Component)"
                    if (parents[c] != "" && seq[c] !~ /^[0-9]+$/) print name "does not say which one it is (Tidemark-Seq)"
                    n = split(parents[c], p, " ")
                    for (k = 1; k <= n; k++) {
                        if (seq[p[k]] != "" && seq[c] + 0 <= seq[p[k]] + 0) print name "is number " seq[c] ", and follows number " seq[p[k]]
                        if (time[p[k]] != "" && time[c] + 0 < time[p[k]] + 0) print name "is older than the commit before it"
                    }
                }
            }'
}
