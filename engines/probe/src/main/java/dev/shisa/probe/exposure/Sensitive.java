package dev.shisa.probe.exposure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Content that is protected whoever shows it: credentials, keys, settings, accounts, pictures, logs. */
public final class Sensitive {

    private static final int TEXT_MAX = 200_000;

    private record Kind(String name, Pattern pattern) {}

    /** What stands for a value: its type in the description of an interface, or the marks that hide it. */
    private static final String NO_VALUE = "(?!(?:string|boolean|number|integer|int32|int64|uuid|date-time|null|[*•●]+)"
            + "\\s*(?:$|[<>,;&\"'}\\]\\n\\r]))";

    /** A value, and not the beginning of a sentence such as "Password: see the label". */
    private static final String VALUE = "[\"']?\\s*(?:=|:|>)\\s*[\"']?(?![\"'\\s])" + NO_VALUE
            + "[^\\s<>\"'{}\\[\\],;&]{3,}" + "(?=\\s*(?:$|[<>,;&\"'}\\]\\n\\r]|[\\w.-]+\\s*[=:]))";

    private static final List<Kind> SECRETS = List.of(
            new Kind(
                    "password",
                    Pattern.compile(
                            "(?im)(?:pass(?:word|wd|phrase|code)?|pwd|psk|wpa[_-]?key|wifi[_-]?key|パスワード)" + VALUE)),
            new Kind(
                    "key",
                    Pattern.compile(
                            "(?im)\\b[\\w-]*(?:secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key|token)"
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
            new Kind("settings", Pattern.compile("(?m)(?:^\\s*[\\w.-]{2,40}\\s*=\\s*\\S.*$\\s*){3,}")),
            new Kind("log lines", Pattern.compile("(?m)(?:^.*\\b\\d{1,2}:\\d{2}:\\d{2}\\b.*$\\s*){3,}")),
            new Kind("command output", Pattern.compile("uid=\\d+\\(\\w+\\)")));

    private Sensitive() {}

    /** The kind of credential in a text, with the place where it stands. */
    public static Optional<String> secret(String text) {
        return first(SECRETS, text);
    }

    /** The kind of protected content in a text, credentials included. */
    public static Optional<String> any(String text) {
        return secret(text).or(() -> personal(text)).or(() -> first(DATA, text));
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

    private static Optional<String> first(List<Kind> kinds, String text) {
        String bounded = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
        for (Kind kind : kinds) {
            Matcher matcher = kind.pattern().matcher(bounded);
            if (matcher.find()) {
                return Optional.of(kind.name());
            }
        }
        return Optional.empty();
    }
}
