package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the set-based label selector grammar of Kubernetes by recursive descent, as apimachinery's
 * {@code labels.Parse} does, without its {@code >} and {@code <}, which kubectl does not document.
 */
final class LabelSelectorParser {

    private final String text;
    private int at;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> requirements() {
        List<Requirement> read = new ArrayList<>();
        skipSpace();
        if (at == text.length()) {
            return read;
        }
        read.add(requirement());
        while (at < text.length()) {
            expect(',', "',' or the end");
            read.add(requirement());
        }
        return read;
    }

    private Requirement requirement() {
        if (take("!")) {
            return new Requirement.Absent(key());
        }
        String key = key();
        if (at == text.length() || text.charAt(at) == ',') {
            return new Requirement.Present(key);
        }
        if (take("!=")) {
            return new Requirement.NotIn(key, List.of(value()));
        }
        if (take("==") || take("=")) {
            return new Requirement.In(key, List.of(value()));
        }
        int start = at;
        String operator = word();
        if (operator.equals("in")) {
            return new Requirement.In(key, values());
        }
        if (operator.equals("notin")) {
            return new Requirement.NotIn(key, values());
        }
        throw wrong(start, "one of = == != in notin , is expected after '" + key + "'");
    }

    private List<String> values() {
        expect('(', "'('");
        List<String> values = new ArrayList<>();
        values.add(value());
        while (take(",")) {
            values.add(value());
        }
        expect(')', "',' or ')'");
        return values;
    }

    private String key() {
        int start = at;
        String key = word();
        if (key.isEmpty()) {
            throw wrong(start, "a label's key is expected");
        }
        if (!NameShape.isLabelKey(key)) {
            throw wrong(start, "'" + key + "' cannot be a label's key");
        }
        return key;
    }

    /** A value; nothing at all is the empty value, as in {@code key=}. */
    private String value() {
        int start = at;
        String value = word();
        if (!NameShape.isLabelValue(value)) {
            throw wrong(start, "'" + value + "' cannot be a label's value");
        }
        return value;
    }

    private String word() {
        int start = at;
        while (at < text.length() && !isSymbol(text.charAt(at)) && !isSpace(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        skipSpace();
        return word;
    }

    private boolean take(String symbol) {
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        at += symbol.length();
        skipSpace();
        return true;
    }

    private void expect(char symbol, String expected) {
        if (!take(String.valueOf(symbol))) {
            throw wrong(at, expected + " is expected");
        }
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isSymbol(char c) {
        return c == '=' || c == '!' || c == '(' || c == ')' || c == ',' || c == '<' || c == '>';
    }

    private Failure wrong(int position, String why) {
        return Failure.usage(
                "bad-selector",
                "read the label selector '" + text + "'",
                "at column " + (position + 1) + ", " + why,
                "Write it as for kubectl -l: app=web,tier!=db,owner,!legacy,env in (prod,qa),zone notin (a)");
    }
}
