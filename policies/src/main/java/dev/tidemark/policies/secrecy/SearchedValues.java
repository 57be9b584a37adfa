package dev.tidemark.policies.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which values of Secrets are searched for: not what is short enough to stand anywhere by chance, and not what is public by
 * its nature and kept beside secrets all the same.
 */
final class SearchedValues {

    /** Of a host with a port; no longer text is one, or a number. */
    private static final int LONGEST_NAME = 260;

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9_.,]*([eE][+-]?[0-9]+)?");
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}\\.?(:[0-9]{1,5})?");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}([:/][0-9]{1,5})?|([0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}");
    /** With user information or a query it may well be a secret. */
    private static final Pattern PLAIN_URL = Pattern.compile("[a-z][a-z0-9+.-]*://[^@?\\s]+");

    private static final Pattern PUBLIC_BLOCK = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 |NEW )?(?:CERTIFICATE(?: REQUEST)?|X509 CRL|(?:RSA |SSH2 )?PUBLIC KEY|PKCS7)-----"
                    + "[^-]*-----END [A-Z0-9 ]+-----");
    private static final Pattern SSH_PUBLIC_KEY =
            Pattern.compile("(ssh-(rsa|ed25519|dss)|ecdsa-sha2-nistp[0-9]+|sk-[a-z0-9@.-]+) [A-Za-z0-9+/=]+( .*)?");

    private SearchedValues() {}

    /** Whether the value that stands in {@code text} is among them. */
    static boolean contain(byte[] text, int start, int length) {
        String value = new String(text, start, length, StandardCharsets.ISO_8859_1);
        return value.length() >= RollingHash.WINDOW && !isPublic(value);
    }

    private static boolean isPublic(String text) {
        return (text.length() <= LONGEST_NAME
                        && (NUMBER.matcher(text).matches()
                                || HOST.matcher(text).matches()
                                || ADDRESS.matcher(text).matches()))
                || PLAIN_URL.matcher(text).matches()
                || onlyPublicKeys(text);
    }

    private static boolean onlyPublicKeys(String text) {
        if (text.contains("-----BEGIN ")) {
            return PUBLIC_BLOCK
                    .matcher(text)
                    .replaceAll("")
                    .lines()
                    .allMatch(line -> line.isBlank() || line.startsWith("#"));
        }
        return text.lines()
                .allMatch(line -> line.isBlank() || SSH_PUBLIC_KEY.matcher(line).matches());
    }
}
