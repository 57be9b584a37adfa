package dev.tidemark.snapshots.sops;

/** A document has something that sops knows and we do not. The message tells no value. */
final class UnknownForm extends IllegalArgumentException {

    UnknownForm(String what) {
        super(what);
    }
}
