package dev.shisa.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule by which the entries of a made-up log are rebuilt, in the words of its {@code expected.json}.
 *
 * <pre>
 * rule     clauses separated by ";"
 * clause   "entry i = " bytes          for every entry that no other clause names
 *          "entry N is " bytes         for one entry; "entries N and M are", "entries N to M are" for some
 * bytes    parts separated by "followed by", "then" or "plus"
 * part     "empty"
 *          [ASCII | UTF-8] 'text'      with &lt;i&gt; the index, &lt;name&gt; the last part of the origin, &lt;origin&gt; the origin
 *          COUNT 'text'                the text as often
 *          COUNT zero bytes            also "bytes 0", "bytes of 0xHH"
 *          bytes A..B                  all values from A to B
 *          each with "repeated N times" behind it, if wanted
 * COUNT    a number, or "(i mod N)"
 * </pre>
 */
final class EntryRule {

    private static final Pattern DEFAULT = Pattern.compile("(?:each |every )?entry i (?:=|is)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern ONE = Pattern.compile(
            "(?:entry|entries) (\\d+(?:(?:, | and |, and |\\.\\.| to )\\d+)*) (?:is|are|=)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern REPEATED = Pattern.compile("(.*?),?\\s+repeated (\\d+) times", Pattern.DOTALL);
    private static final Pattern QUOTED =
            Pattern.compile("(?:an? )?(?:(?:ASCII|UTF-8|text|string|the)\\s+)*'(.*)'", Pattern.DOTALL);
    private static final String COUNT = "(\\(?i mod \\d+\\)?|\\d+|one|an?)";
    private static final Pattern TIMES = Pattern.compile(COUNT + " (?:times )?'(.*)'", Pattern.DOTALL);
    private static final Pattern ZEROS = Pattern.compile(COUNT + " zero bytes?");
    private static final Pattern BYTES =
            Pattern.compile(COUNT + " bytes?(?: of)?(?: value)? (0x[0-9a-fA-F]{2}|\\d{1,3})");
    private static final Pattern RANGE =
            Pattern.compile("bytes (0x[0-9a-fA-F]{2}|\\d{1,3})(?:\\.\\.| to |-)(0x[0-9a-fA-F]{2}|\\d{1,3})");
    private static final int ENTRY_BYTES_MAX = 65_535;
    private static final int NAMED_MAX = 1_000_000;

    /** Bytes that depend on the index. */
    @FunctionalInterface
    private interface Part {
        void write(long index, ByteArrayOutputStream out);
    }

    /** What one clause says of entries from {@code first} to {@code last}. */
    private record Named(long first, long last, Part part) {}

    private final String origin;
    private final List<Named> named = new ArrayList<>();
    private final Part usual;

    /** @throws Json.WrongField with one sentence that quotes what is not understood */
    EntryRule(String text, String origin) {
        this.origin = origin;
        Part found = null;
        for (String clause : split(text.strip(), List.of(";"))) {
            String stripped = clause.strip().replaceFirst("\\.$", "");
            Matcher usualClause = DEFAULT.matcher(stripped);
            Matcher oneClause = ONE.matcher(stripped);
            if (usualClause.matches()) {
                found = bytes(usualClause.group(1));
            } else if (oneClause.matches()) {
                name(oneClause.group(1), bytes(oneClause.group(2)));
            } else if (!stripped.isEmpty()) {
                throw unknown(stripped);
            }
        }
        if (found == null) {
            throw new Json.WrongField("rule.no-default");
        }
        this.usual = found;
    }

    private void name(String which, Part part) {
        for (String some : which.split(", and |, | and ", -1)) {
            String[] ends = some.split("\\.\\.| to ", -1);
            if (named.size() == NAMED_MAX) {
                throw new Json.WrongField("rule.many");
            }
            named.add(new Named(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]), part));
        }
    }

    /** The bytes of an entry. */
    byte[] entry(long index) {
        Part part = named.stream()
                .filter(n -> n.first <= index && index <= n.last)
                .map(Named::part)
                .findFirst()
                .orElse(usual);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.write(index, out);
        if (out.size() > ENTRY_BYTES_MAX) {
            throw new Json.WrongField(
                    "rule.long", Long.toString(index), Integer.toString(out.size()), Integer.toString(ENTRY_BYTES_MAX));
        }
        return out.toByteArray();
    }

    private Part bytes(String text) {
        List<Part> parts = split(text, List.of(" followed by ", " then ", " plus ")).stream()
                .map(String::strip)
                .map(this::part)
                .toList();
        return (index, out) -> parts.forEach(p -> p.write(index, out));
    }

    private Part part(String text) {
        Matcher repeated = REPEATED.matcher(text);
        if (repeated.matches() && !QUOTED.matcher(text).matches()) {
            Part once = part(repeated.group(1));
            int times = number(repeated.group(2));
            return (index, out) -> {
                for (int i = 0; i < times && out.size() <= ENTRY_BYTES_MAX; i++) {
                    once.write(index, out);
                }
            };
        }
        if (text.matches("(?:the )?(?:empty|nothing|empty (?:string|entry|bytes))")) {
            return (index, out) -> {};
        }
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            String template = quoted.group(1);
            return (index, out) -> out.writeBytes(filled(template, index));
        }
        Matcher times = TIMES.matcher(text);
        if (times.matches()) {
            return counted(times.group(1), index -> filled(times.group(2), index));
        }
        Matcher zeros = ZEROS.matcher(text);
        if (zeros.matches()) {
            return counted(zeros.group(1), index -> new byte[1]);
        }
        Matcher same = BYTES.matcher(text);
        if (same.matches()) {
            byte[] value = {(byte) octet(same.group(2))};
            return counted(same.group(1), index -> value);
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int from = octet(range.group(1));
            int to = octet(range.group(2));
            return (index, out) -> {
                for (int value = from; value <= to; value++) {
                    out.write(value);
                }
            };
        }
        throw unknown(text);
    }

    private static Part counted(String count, LongFunction<byte[]> once) {
        Matcher modulo = Pattern.compile("\\(?i mod (\\d+)\\)?").matcher(count);
        int divisor = modulo.matches() ? number(modulo.group(1)) : 0;
        if (modulo.matches() && divisor == 0) {
            throw unknown(count);
        }
        int fixed = modulo.matches() ? 0 : count.matches("one|an?") ? 1 : number(count);
        return (index, out) -> {
            long times = divisor > 0 ? index % divisor : fixed;
            for (long i = 0; i < times && out.size() <= ENTRY_BYTES_MAX; i++) {
                out.writeBytes(once.apply(index));
            }
        };
    }

    private byte[] filled(String template, long index) {
        String name = origin.substring(origin.lastIndexOf('/') + 1);
        String text = template;
        for (Map.Entry<String, String> value : Map.of("<i>", Long.toString(index), "<name>", name, "<origin>", origin)
                .entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int number(String digits) {
        if (digits.length() > 9) {
            throw unknown(digits);
        }
        return Integer.parseInt(digits);
    }

    private static int octet(String text) {
        int value = text.startsWith("0x") ? Integer.parseInt(text.substring(2), 16) : Integer.parseInt(text);
        if (value > 255) {
            throw unknown(text);
        }
        return value;
    }

    private static Json.WrongField unknown(String text) {
        return new Json.WrongField("rule.unknown", text);
    }

    /** Splits at separators that are not within quotation marks. */
    private static List<String> split(String text, List<String> separators) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\'') {
                quoted = !quoted;
            }
            for (String separator : separators) {
                if (!quoted && at >= from && text.startsWith(separator, at)) {
                    parts.add(text.substring(from, at));
                    from = at + separator.length();
                }
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
