package dev.tidemark.snapshots.bundle;

/**
 * What an encrypted file is.
 *
 * @param size in bytes
 * @param sha256 of all of it, in hexadecimal
 * @param hmac HMAC-SHA-256 of all of it, under the key that a bundle has for that, in hexadecimal
 */
public record EncryptedFile(long size, String sha256, String hmac) {}
