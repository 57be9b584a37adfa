# Says what is wrong with files of a snapshot repository, one line each. Reads "file <blob> <machine 0|1> <name>" for each
# file, then "content", then what `git cat-file --batch` prints for the blobs in that order. LC_ALL=C: sizes are bytes.
# There is no YAML parser here: whatever could hide what a file is counts as malformed. `tidemark verify` does the rest.

BEGIN {
    for (i = 0; i < 256; i++) {
        code[sprintf("%c", i)] = i
    }
}

!reading {
    if ($0 == "content") {
        reading = 1
        next
    }
    split($0, word, " ")
    files++
    machine[files] = word[3] + 0
    name[files] = substr($0, length(word[1] word[2] word[3]) + 4)
    path[files] = name[files]
    sub(/^[0-9a-f]+ /, "", path[files])
    next
}

after {
    after = 0
    next
}

!open {
    if ($0 !~ /^[0-9a-f]+ blob [0-9]+$/) {
        print "the files could not be read: " $0
        exit 1
    }
    current++
    left = $3 + 0
    open = 1
    fresh()
    documents = 0
    if (left == 0) {
        finish()
        after = 1
    }
    next
}

{
    line($0)
    left -= length($0) + 1
    if (left <= 0) {
        finish()
        after = left == 0 # a line end of the content's own; git adds another one
    }
}

END {
    if (!failed && (open || current < files)) {
        print "the files could not be read to their end"
    }
}

# Forgets the document before.
function fresh() {
    lines = 0; kinds = 0; versions = 0; kind = ""; version = ""; object = ""; namespace = ""
    section = ""; fingerprints = 0; sops = 0; head = ""; applied = 0; flow = 0; json = 0
    sealed = ""; shown = ""; plain = 0; bare = 0
}

function line(text) {
    if (text ~ /^---([ \t]|$)/ || text ~ /^\.\.\.([ \t]|$)/) {
        if (lines > 0) {
            document()
            fresh()
        }
        return
    }
    if (text ~ /^[ \t]*(#.*)?$/ && lines == 0) {
        return
    }
    lines++
    if (lines <= 4) {
        head = head "\n" text
    }
    if (lines == 1 && text ~ /^[ \t]*[{[]/) {
        flow = 1
    }
    if (flow && text ~ /["'{, \t]kind["']?[ \t]*:[ \t]*["']?Secret["']?[ \t]*([,}]|$)/) {
        json = 1
    }
    sops_line(text)
    if (text ~ /^["']?[A-Za-z]/) {
        section = key(text)
        if (section == "kind") {
            kinds++
            kind = value(text)
        } else if (section == "apiVersion") {
            versions++
            version = value(text)
        } else if (section == "sops") {
            sops = 1
        } else if (section != "metadata" && section != "spec") {
            plain = 1
        }
    } else if (section == "metadata") {
        if (text ~ /^  ["']?name["']?:/ && object == "") {
            object = value(text)
        } else if (text ~ /^  ["']?namespace["']?:/ && namespace == "") {
            namespace = value(text)
        } else if (text ~ /^    "?tidemark\.dev\/fingerprints"?:/) {
            fingerprints = 1
        } else if (text ~ /^    "?kubectl\.kubernetes\.io\/last-applied-configuration"?:/) {
            applied = 1
        }
        if (text ~ /^  [^ ]/) {
            shown = key(substr(text, 3))
        } else if (shown == "annotations" && text ~ /^    [^ ]/ && text !~ /^    "?tidemark\.dev\/fingerprints"?:/) {
            plain = 1
        }
    } else if (section == "spec") {
        if (text ~ /^  [A-Za-z]/) {
            shown = key(substr(text, 3))
            plain = plain || (shown != "encryptedData" && shown != "object")
        } else if (shown == "object" && text ~ /^    apiVersion:/) {
            sealed = value(text)
        } else if (shown == "object" && text !~ /^    kind: [A-Za-z0-9]+$/) {
            plain = 1
        } else if (shown == "encryptedData" && text !~ /^    "?[-._a-zA-Z0-9]+"?: "?[A-Za-z0-9+\/]+=*"?$/) {
            plain = 1
        }
    }
}

# Whether it may be a line of a SOPS file: a known field, or a value of data or stringData that is encrypted, or empty.
function sops_line(text) {
    if (text ~ /^[^ ]/) {
        if (text !~ /^((apiVersion|kind|type|immutable): [^ ].*|(metadata|sops|data|stringData):|(data|stringData): \{\})$/) {
            bare = 1
        }
    } else if (section == "data" || section == "stringData") {
        if (text !~ /^ +("?[-._a-zA-Z0-9]+"?)?: ("?ENC\[AES256_GCM,[A-Za-z0-9+\/=,:_]+\]"?|"")$/ && text !~ /^ +\? "?[-._a-zA-Z0-9]+"?$/) {
            bare = 1
        }
    }
}

function key(text) {
    sub(/:.*/, "", text)
    gsub(/["' \t]/, "", text)
    return text
}

function value(text) {
    sub(/^[^:]*:[ \t]*/, "", text)
    sub(/[ \t]+#.*$/, "", text)
    sub(/[ \t]+$/, "", text)
    if (text ~ /^"[^"]*"$/ || text ~ /^'[^']*'$/) {
        text = substr(text, 2, length(text) - 2)
    }
    return text
}

function document() {
    documents++
    if (json || (kind == "Secret" && (version == "v1" || versions != 1) && !sops)) {
        say("is a Secret in plain text")
    } else if (path[current] ~ /^sealed\//) {
        sealed_file()
    } else if (path[current] !~ /^(cluster|namespaces)\//) {
        if (kinds > 1 || (kinds == 1 && kind !~ /^[A-Za-z0-9]+$/)) {
            say("states its kind in a way that could hide a Secret")
        }
    } else if (kinds != 1 || versions != 1 || kind !~ /^[A-Za-z0-9]+$/ || version !~ /^[A-Za-z0-9.\/-]+$/) {
        say("is no manifest of one object: apiVersion and kind stand once, plainly, at the beginning of a line")
    } else if (kind == "List" && version == "v1") {
        say("is a List: one object stands in one file")
    } else if (machine[current] && head !~ /^\napiVersion: [^\n]+\nkind: [^\n]+\nmetadata:\n  name: /) {
        say("is not as Tidemark writes it: apiVersion, kind, metadata and name come first")
    } else if (machine[current] && applied) {
        say("has the annotation last-applied-configuration, which may hold a Secret's old value")
    } else {
        placed()
    }
}

# Where sealed files stand nothing else does: what they show is an identity, what they hold is ciphertext.
function sealed_file() {
    if (sops) {
        if (kinds != 1 || versions != 1 || kind != "Secret" || version != "v1" || bare || applied) {
            say("is not sealed: a SOPS file there is a Secret, of which each value is encrypted")
            return
        }
    } else if (kinds != 1 || versions != 1 || kind != "SealedManifest" || version != "tidemark.dev/v1" || !fingerprints || plain || sealed == "") {
        say("is not sealed: only SOPS files and objects that are sealed whole stand there")
        return
    } else {
        version = sealed
    }
    placed()
}

# Whether the manifest stands where its content says (FORMAT.md, Tree); the plural is not known here.
function placed(    place, parts, n, at, group, secret) {
    place = path[current]
    sub(/^sealed\//, "", place)
    n = split(place, parts, "/")
    at = parts[1] == "namespaces" ? 3 : 2
    if (n != at + 2) {
        say("is misplaced: it stands at " (at == 3 ? "namespaces/<namespace>" : "cluster") "/<group>/<plural>/<name>.yaml")
        return
    }
    group = index(version, "/") ? substr(version, 1, index(version, "/") - 1) : "core"
    secret = parts[at] == "core" && parts[at + 1] == "secrets" && kind != "SealedManifest"
    if (place != path[current] && kind == "Secret" && !secret) {
        say("is misplaced: a Secret stands in core/secrets")
    } else if (place == path[current] && secret && !(kind == "SealedSecret" && group == "bitnami.com" && fingerprints)) {
        say("is misplaced: a Secret stands there, as a SealedSecret with its fingerprints")
    } else if (!secret && parts[at] != group) {
        say("is misplaced: its group is " group)
    } else if (!fits(substr(parts[n], 1, length(parts[n]) - 5), object)) {
        say("is misplaced: its name is " object)
    } else if (at == 3 && !fits(parts[2], namespace)) {
        say("is misplaced: its namespace is " (namespace == "" ? "not stated" : namespace))
    } else if (at == 2 && namespace != "") {
        say("is misplaced: its namespace is " namespace)
    }
}

# A name that is too long ends in a hash, which is not computed here; one with escapes is left to the whole check.
function fits(segment, text,    encoded, cut) {
    if (index(text, "\\")) {
        return 1
    }
    encoded = encode(text)
    cut = index(segment, "_")
    return cut == 0 ? encoded == segment : length(encoded) > 200 && substr(encoded, 1, cut - 1) == substr(segment, 1, cut - 1)
}

function encode(text,    i, c, out) {
    out = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        out = out (c ~ /[a-z0-9.-]/ ? c : sprintf("%%%02X", code[c]))
    }
    return out
}

function finish() {
    open = 0
    if (lines > 0) {
        document()
    }
    if (path[current] ~ /^(cluster|namespaces|sealed)\// && documents != 1) {
        say(documents == 0 ? "is empty" : "holds several documents: one object stands in one file")
    }
}

function say(what) {
    print name[current] " " what
}
