package dev.tidemark.snapshots.git;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of whom to trust (ssh-keygen, ALLOWED SIGNERS).
 *
 * @param principal whose key it is; empty when the line does not say
 * @param from the first second at which it may sign
 * @param until the first second at which it may not any more
 */
record TrustedKey(String fingerprint, String principal, Instant from, Instant until) {

    private static final Pattern OPTION = Pattern.compile("([a-z-]+)(?:=\"([^\"]*)\")?", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final int TIME_DIGITS = 14;

    /** The key of a line; empty for a comment, what is no key, one that is not for {@code namespace}, and an authority's. */
    static Optional<TrustedKey> parse(String line, String namespace) {
        List<String> words = Arrays.asList(line.strip().split("\\s+", -1));
        if (line.strip().startsWith("#")) {
            return Optional.empty();
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith("SHA256:")) {
                return Optional.of(new TrustedKey(words.get(i), "", Instant.MIN, Instant.MAX));
            }
            if (SshPublicKey.known(words.get(i)) && i + 1 < words.size()) {
                return parse(words.subList(0, i), words.get(i + 1), namespace);
            }
        }
        return Optional.empty();
    }

    private static Optional<TrustedKey> parse(List<String> before, String base64, String namespace) {
        Instant from = Instant.MIN;
        Instant until = Instant.MAX;
        try {
            String fingerprint =
                    SshPublicKey.parse(Base64.getDecoder().decode(base64)).fingerprint();
            Matcher options =
                    OPTION.matcher(before.size() < 2 ? "" : String.join(" ", before.subList(1, before.size())));
            while (options.find()) {
                String value = Optional.ofNullable(options.group(2)).orElse("");
                switch (options.group(1).toLowerCase(Locale.ROOT)) {
                    case "valid-after" -> from = time(value);
                    case "valid-before" -> until = time(value);
                    case "namespaces" -> {
                        if (!names(value, namespace)) {
                            return Optional.empty();
                        }
                    }
                    case "cert-authority" -> {
                        return Optional.empty();
                    }
                    default -> {} // an option that says nothing about what may be signed
                }
            }
            return Optional.of(new TrustedKey(fingerprint, before.isEmpty() ? "" : before.getFirst(), from, until));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // what cannot be read is never a reason to trust
        }
    }

    private static boolean names(String namespaces, String namespace) {
        return Arrays.stream(namespaces.split(",", -1)).anyMatch(n -> n.equals(namespace) || n.equals("*"));
    }

    /** {@code YYYYMMDD[HHMM[SS]][Z]}, without Z in the zone of this machine. */
    private static Instant time(String text) {
        boolean utc = text.endsWith("Z");
        String digits = utc ? text.substring(0, text.length() - 1) : text;
        return LocalDateTime.parse(digits + "0".repeat(Math.max(0, TIME_DIGITS - digits.length())), TIME)
                .atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault())
                .toInstant();
    }

    boolean validAt(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
