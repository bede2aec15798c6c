package dev.shisa.probe.exposure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content that is protected whoever shows it: credentials, keys, settings, accounts, pictures, logs. */
public final class Sensitive {

    private static final int TEXT_MAX = 200_000;

    /** Lines of one kind that make a file of it. */
    private static final int LINES = 3;

    /**
     * A kind of content. Texts come from the device, which may be hostile: no part of a pattern may be tried at each place of a long
     * run of characters.
     */
    private record Kind(String name, Pattern pattern) {}

    /** What stands for a value: its type in the description of an interface, or the marks that hide it. */
    private static final String NO_VALUE =
            "(?!(?:string|boolean|number|integer|int32|int64|uuid|date-time|null|[*•●]++)"
                    + "\\h*+(?:$|[<>,;&\"'}\\]\\n\\r]))";

    private static final String OF_VALUE = "[^\\s<>\"'{}\\[\\],;&]";

    /** A value, and not the beginning of a sentence such as "Password: see the label". */
    private static final String VALUE = "[\"']?\\s*+(?:=|:|>)\\s*+[\"']?(?![\"'\\s])" + NO_VALUE
            + "(?:" + OF_VALUE + "{1000}|" + OF_VALUE
            + "{3,999}+(?=\\h*+(?:$|[<>,;&\"'}\\]\\n\\r]|[\\w.-]{1,100}+\\s*+[=:])))";

    private static final List<Kind> SECRETS = List.of(
            new Kind(
                    "password",
                    Pattern.compile(
                            "(?im)(?:pass(?:word|wd|phrase|code)?|pwd|psk|wpa[_-]?key|wifi[_-]?key|パスワード)" + VALUE)),
            new Kind(
                    "key",
                    Pattern.compile(
                            "(?im)(?:secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key|token)"
                                    + VALUE)),
            new Kind("private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----")),
            new Kind("system accounts", Pattern.compile("root:[^:\\s]*:0:0:|root:\\$\\d\\$")));
    private static final List<Kind> PERSONAL = List.of(
            new Kind("wireless settings", Pattern.compile("(?im)\\bssid" + VALUE)),
            new Kind(
                    "account name",
                    Pattern.compile("(?i)\\b(?:user(?:name)?|account|admin[_-]?user)[\"']?\\s*[=:]\\s*[\"']?\\w{2,}")),
            new Kind(
                    "position",
                    Pattern.compile("(?i)\\b(?:latitude|longitude|lat|lon|gps)[\"']?\\s*[=:]\\s*[\"']?-?\\d")));
    private static final List<Kind> DATA = List.of(
            new Kind(
                    "mail address",
                    Pattern.compile(
                            "(?i)(?<![\\w.+-])(?!(?:support|info|contact|sales|security|psirt|help|service|press|privacy)@)[\\w.+-]+@[\\w-]+\\.[a-z]{2,}")),
            new Kind("command output", Pattern.compile("uid=\\d+\\(\\w+\\)")));

    private static final List<Kind> OF_LINES = List.of(
            new Kind("settings", Pattern.compile("^\\s*+[\\w.-]{2,40}+\\s*+=\\s*+\\S")),
            new Kind("log lines", Pattern.compile("\\b\\d{1,2}:\\d{2}:\\d{2}\\b")));

    private Sensitive() {}

    /** The kind of credential in a text, with the place where it stands. */
    public static Optional<String> secret(String text) {
        return first(SECRETS, text);
    }

    /** The kind of protected content in a text, credentials included. */
    public static Optional<String> any(String text) {
        return secret(text).or(() -> personal(text)).or(() -> first(DATA, text)).or(() -> ofLines(text));
    }

    /** The kind of content about the people who use a device and where they are. */
    public static Optional<String> personal(String text) {
        return first(PERSONAL, text);
    }

    /** Pictures, archives and images of memory by their first bytes. */
    public static Optional<String> binary(byte[] bytes) {
        if (bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
            return Optional.of("picture");
        }
        if (bytes.length > 3
                && (((bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) || (bytes[0] == 'P' && bytes[1] == 'K'))) {
            return Optional.of("archive");
        }
        return Optional.empty();
    }

    /** The kind of which some lines follow each other, empty ones between them or not. */
    private static Optional<String> ofLines(String text) {
        List<String> lines =
                bounded(text).lines().filter(line -> !line.isBlank()).toList();
        for (Kind kind : OF_LINES) {
            int inARow = 0;
            for (String line : lines) {
                inARow = kind.pattern().matcher(line).find() ? inARow + 1 : 0;
                if (inARow == LINES) {
                    return Optional.of(kind.name());
                }
            }
        }
        return Optional.empty();
    }

    private static String bounded(String text) {
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }

    private static Optional<String> first(List<Kind> kinds, String text) {
        String bounded = bounded(text);
        for (Kind kind : kinds) {
            Matcher matcher = kind.pattern().matcher(bounded);
            if (matcher.find()) {
                return Optional.of(kind.name());
            }
        }
        return Optional.empty();
    }
}
