package dev.tidemark.snapshots.sops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One value as {@code ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]} (sops, package aes): AES-256-GCM with a nonce of 32 bytes,
 * bound to where it stands. What is empty stays empty.
 */
final class ValueCipher {

    static final int KEY = 32;
    private static final int NONCE = 32;
    private static final int TAG = 16;
    private static final Pattern FORM =
            Pattern.compile("ENC\\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:([a-z0-9]+)\\]");

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** {@code key} has 32 bytes. */
    ValueCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * A value that was encrypted.
     *
     * @param type the word that sops has for it: {@code str}, {@code int}, {@code bool} …
     */
    record Plain(String type, byte[] bytes) {

        @Override
        public String toString() {
            return type;
        }
    }

    /** {@code place} is the additional data. */
    String encrypt(Plain plain, String place) {
        if (plain.bytes().length == 0) {
            return "";
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain.bytes());
            int length = sealed.length - TAG;
            return "ENC[AES256_GCM,data:" + base64(Arrays.copyOf(sealed, length)) + ",iv:" + base64(nonce) + ",tag:"
                    + base64(Arrays.copyOfRange(sealed, length, sealed.length)) + ",type:" + plain.type() + "]";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Empty when it is of another form, was altered, stood elsewhere, or needs another key. */
    Optional<Plain> decrypt(String text, String place) {
        if (text.isEmpty()) {
            return Optional.of(new Plain("str", new byte[0]));
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            byte[] data = bytes(parts.group(1));
            byte[] tag = bytes(parts.group(3));
            byte[] sealed = Arrays.copyOf(data, data.length + tag.length);
            System.arraycopy(tag, 0, sealed, data.length, tag.length);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, bytes(parts.group(2)), place).doFinal(sealed);
            return tag.length == TAG ? Optional.of(new Plain(parts.group(4), plain)) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
