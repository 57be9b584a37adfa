package dev.tidemark.policies.secrecy;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What well-known tokens look like, as those who issue them say. Each begins with a mark that is looked for first, since an
 * expression is slow.
 */
enum TokenShape {
    PRIVATE_KEY("a private key", "-----BEGIN ", "-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
    AGE_IDENTITY("an age identity", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    AWS_KEY("an AWS access key id", "AKIA", "\\bAKIA[0-9A-Z]{16}\\b"),
    AWS_SESSION("an AWS access key id", "ASIA", "\\bASIA[0-9A-Z]{16}\\b"),
    GITHUB("a GitHub token", "gh", "\\bgh[pousr]_[A-Za-z0-9]{36,}"),
    GITHUB_FINE_GRAINED("a GitHub token", "github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{50,}"),
    GITLAB("a GitLab token", "glpat-", "\\bglpat-[A-Za-z0-9_-]{20,}"),
    SLACK("a Slack token", "xox", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    SLACK_WEBHOOK(
            "a Slack webhook", "hooks.slack.com/", "hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}"),
    JWT("a JSON Web Token", "eyJ", "\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{16,}"),
    GOOGLE("a Google API key", "AIza", "\\bAIza[0-9A-Za-z_-]{35}"),
    STRIPE("a Stripe key", "k_live_", "\\b[sr]k_live_[0-9A-Za-z]{24,}"),
    NPM("an npm token", "npm_", "\\bnpm_[A-Za-z0-9]{36}");

    private static final int SHORTEST = 16;

    private final String display;
    private final String mark;
    private final Pattern pattern;

    TokenShape(String display, String mark, String pattern) {
        this.display = display;
        this.mark = mark;
        this.pattern = Pattern.compile(pattern);
    }

    /** The shape of a token in {@code text}, if there is one. */
    static Optional<TokenShape> in(String text) {
        return text.length() < SHORTEST
                ? Optional.empty()
                : Stream.of(values())
                        .filter(shape -> text.contains(shape.mark)
                                && shape.pattern.matcher(text).find())
                        .findFirst();
    }

    /** As a phrase: {@code a private key}. */
    String display() {
        return display;
    }
}
