package dev.shisa.server.shipment;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of serial numbers, as they stand on labels: {@code GW24-000120}–{@code GW24-000999}. A serial is a beginning and, at its end, a
 * number with leading zeros. Two serials are in one run only if their beginnings are the same and their numbers have equally many digits,
 * so that {@code A9}–{@code A10} is no run: nobody knows whether the maker writes the tenth as {@code A10} or {@code A010}. A serial that
 * does not end with a digit stands for itself. Width and case are not told apart, since people copy labels by hand.
 *
 * @param prefix everything before the number
 * @param digits of the number; 0: there is none
 */
public record SerialRange(String prefix, int digits, long first, long last) implements Comparable<SerialRange> {

    /** As long as anything that is engraved or printed on a device. */
    public static final int CHARS_MAX = 60;

    /** So many digits fit a long; further ones belong to the beginning. */
    private static final int DIGITS_MAX = 18;

    private static final Pattern SERIAL = Pattern.compile("[^\\s\\p{Cntrl},;]{1," + CHARS_MAX + "}");
    private static final Pattern NUMBER = Pattern.compile("(.*?)(\\d{1," + DIGITS_MAX + "})$");
    private static final Pattern BETWEEN = Pattern.compile("[,、;\\n\\r\\t]+");

    /** What people write from … to with; a hyphen only with spaces around it, because serials have hyphens. */
    private static final Pattern TO = Pattern.compile("\\s*(?:[–—―〜~→]|\\.{2,3}|から)\\s*|\\s+-\\s+|\\s+TO\\s+");

    private static final Comparator<SerialRange> ORDER = Comparator.comparing(SerialRange::prefix)
            .thenComparingInt(SerialRange::digits)
            .thenComparingLong(SerialRange::first)
            .thenComparingLong(SerialRange::last);

    public SerialRange {
        if (digits < 0 || digits > DIGITS_MAX || first < 0 || last < first) {
            throw new IllegalArgumentException("no run of serials: " + digits + " digits, " + first + " to " + last);
        }
    }

    /** One serial; empty when it is none. */
    public static Optional<SerialRange> single(String typed) {
        String text = tidy(typed);
        if (!SERIAL.matcher(text).matches()) {
            return Optional.empty();
        }
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return Optional.of(new SerialRange(text, 0, 0, 0));
        }
        long value = Long.parseLong(number.group(2));
        return Optional.of(new SerialRange(number.group(1), number.group(2).length(), value, value));
    }

    /** From one serial to another; the second may be only the digits that differ: {@code GW24-000120}–{@code 000999}. */
    public static Optional<SerialRange> of(String from, String to) {
        SerialRange a = single(from).orElse(null);
        SerialRange b = single(to).orElse(null);
        if (a == null || b == null) {
            return Optional.empty();
        }
        boolean same = a.digits > 0
                && a.digits == b.digits
                && (a.prefix.equals(b.prefix) || b.prefix.isEmpty())
                && a.first <= b.first;
        return same ? Optional.of(new SerialRange(a.prefix, a.digits, a.first, b.first)) : Optional.empty();
    }

    /** As they are compared and shown. */
    static String tidy(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Serials as somebody wrote them.
     *
     * @param ranges joined, in their order
     * @param wrong what cannot be read
     * @param twice whether one is named twice
     */
    public record Typed(List<SerialRange> ranges, List<String> wrong, boolean twice) {

        public Typed {
            ranges = List.copyOf(ranges);
            wrong = List.copyOf(wrong);
        }
    }

    /** Serials and runs of them, between commas or on lines of their own. */
    public static Typed parse(String typed) {
        List<SerialRange> ranges = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String part : BETWEEN.split(typed, -1)) {
            String text = tidy(part);
            if (text.isEmpty()) {
                continue;
            }
            String[] ends = TO.split(text, -1);
            Optional<SerialRange> range =
                    ends.length == 1 ? single(text) : ends.length == 2 ? of(ends[0], ends[1]) : Optional.empty();
            range.ifPresentOrElse(ranges::add, () -> wrong.add(part.strip()));
        }
        List<SerialRange> joined = joined(ranges);
        return new Typed(joined, wrong, count(joined) < count(ranges));
    }

    /** The same serials in as few runs as there are. */
    public static List<SerialRange> joined(Collection<SerialRange> ranges) {
        List<SerialRange> joined = new ArrayList<>();
        for (SerialRange range : ranges.stream().sorted().toList()) {
            SerialRange before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && before.isBeside(range) && range.first <= before.last + 1) {
                joined.set(
                        joined.size() - 1,
                        new SerialRange(before.prefix, before.digits, before.first, Math.max(before.last, range.last)));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    static long count(Collection<SerialRange> ranges) {
        return ranges.stream().mapToLong(SerialRange::count).sum();
    }

    private boolean isBeside(SerialRange other) {
        return digits == other.digits && prefix.equals(other.prefix);
    }

    public long count() {
        return last - first + 1;
    }

    /** How many serials are in both. */
    public long shared(SerialRange other) {
        return isBeside(other) ? Math.max(0, Math.min(last, other.last) - Math.max(first, other.first) + 1) : 0;
    }

    /** How many serials are in both lists, each of which is joined. */
    static long shared(Collection<SerialRange> some, Collection<SerialRange> others) {
        long shared = 0;
        for (SerialRange one : some) {
            for (SerialRange other : others) {
                shared += one.shared(other);
            }
        }
        return shared;
    }

    private String written(long number) {
        return digits == 0 ? prefix : prefix + String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    /** As it is written for people: {@code GW24-000120–GW24-000999}. */
    public String text() {
        return first == last ? written(first) : written(first) + "–" + written(last);
    }

    static String text(Collection<SerialRange> ranges, String between) {
        return String.join(between, ranges.stream().map(SerialRange::text).toList());
    }

    @Override
    public int compareTo(SerialRange other) {
        return ORDER.compare(this, other);
    }
}
