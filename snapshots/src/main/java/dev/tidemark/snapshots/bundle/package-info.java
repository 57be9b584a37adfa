/** The break-glass bundle: one encrypted file that stock openssl and tar open. The only user of Commons Compress. */
@org.jspecify.annotations.NullMarked
package dev.tidemark.snapshots.bundle;
