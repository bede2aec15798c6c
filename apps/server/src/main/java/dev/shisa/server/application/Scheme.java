package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application costs and needs, by day: IPA's fees, forms and addresses as they were read, each with where and when.
 * IPA's own page decides; what is here may be older than that.
 */
record Scheme(
        List<Source> sources,
        List<Fee> fees,
        List<Paper> forms,
        List<Address> addresses,
        LocalDate pstiFrom,
        Set<String> pstiExcused,
        String pstiSource,
        int labelYearsMax,
        int renewalMonths) {

    Scheme {
        sources = List.copyOf(sources);
        fees = List.copyOf(fees);
        forms = List.copyOf(forms);
        addresses = List.copyOf(addresses);
        pstiExcused = Set.copyOf(pstiExcused);
    }

    /** Where something was read, and when. */
    record Source(String id, Text title, String url, LocalDate read) {}

    /** What one application costs from a day on. */
    record Fee(
            boolean psti, int yen, LocalDate from, @Nullable LocalDate until, String source) {

        boolean holdsOn(LocalDate day) {
            return !day.isBefore(from) && (until == null || !day.isAfter(until));
        }
    }

    /** When a form is needed. */
    enum When {
        ALWAYS,
        ORDINARY,
        PSTI,
        PROXY,
        NO_CORPORATE_NUMBER;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A form or document that is sent.
     *
     * @param number as IPA numbers it, empty where it has none
     * @param edition the edition that was read, empty where the page does not say
     * @param signed whether the maker fills and signs it
     */
    record Paper(String id, String number, String edition, Text name, When when, boolean signed, String source) {

        boolean isNeeded(boolean psti, boolean proxy, boolean noCorporateNumber) {
            return switch (when) {
                case ALWAYS -> true;
                case ORDINARY -> !psti;
                case PSTI -> psti;
                case PROXY -> proxy;
                case NO_CORPORATE_NUMBER -> noCorporateNumber;
            };
        }

        String title(Locale locale) {
            return (name.in(locale) + (number.isEmpty() ? "" : " (" + number + ")")).strip();
        }
    }

    /**
     * Where something is sent.
     *
     * @param purposes {@code number}, {@code documents}, {@code change}, {@code report}
     * @param mail empty where the page does not give it as text
     */
    record Address(String id, Set<String> purposes, Text name, String mail, String source) {
        Address {
            purposes = Set.copyOf(purposes);
        }
    }

    Optional<Source> source(String id) {
        return sources.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** The fee of an application that is received on a day; empty when no fee is known for it. */
    Optional<Fee> fee(boolean psti, LocalDate day) {
        return fees.stream()
                .filter(fee -> fee.psti() == psti && fee.holdsOn(day))
                .max(Comparator.comparing(Fee::from));
    }

    Optional<Paper> form(String id) {
        return forms.stream().filter(form -> form.id().equals(id)).findFirst();
    }

    Optional<Address> address(String purpose) {
        return addresses.stream().filter(a -> a.purposes().contains(purpose)).findFirst();
    }

    /** The oldest day on which any of it was read. */
    LocalDate read() {
        return sources.stream().map(Source::read).min(Comparator.naturalOrder()).orElse(LocalDate.EPOCH);
    }

    /**
     * Makes it of what YAML says.
     *
     * @throws IllegalArgumentException naming the place, when something is missing, of another kind or without a source
     */
    static Scheme of(Object yaml) {
        Node root = new Node(yaml, "");
        List<Source> sources = root.each(
                "sources",
                n -> new Source(
                        n.text("id"),
                        n.words("title"),
                        URI.create(n.text("url")).toString(),
                        n.day("read")));
        Node psti = root.at("psti");
        Node label = root.at("label");
        Scheme scheme = new Scheme(
                sources,
                root.each(
                        "fees",
                        n -> new Fee(
                                n.text("route").equals("psti"),
                                n.number("yen"),
                                n.day("from"),
                                n.dayOrNull("until"),
                                n.text("source"))),
                root.each(
                        "forms",
                        n -> new Paper(
                                n.text("id"),
                                n.optional("number"),
                                n.optional("edition"),
                                n.words("name"),
                                When.valueOf(
                                        n.text("when").toUpperCase(Locale.ROOT).replace('-', '_')),
                                n.yes("signed"),
                                n.text("source"))),
                root.each(
                        "addresses",
                        n -> new Address(
                                n.text("id"),
                                Set.copyOf(n.texts("for")),
                                n.words("name"),
                                n.optional("mail"),
                                n.text("source"))),
                psti.day("from"),
                Set.copyOf(psti.texts("excused")),
                psti.text("source"),
                label.number("years"),
                label.number("renewalMonths"));
        List<String> named = new ArrayList<>(List.of(psti.text("source"), label.text("source")));
        scheme.fees.forEach(f -> named.add(f.source()));
        scheme.forms.forEach(f -> named.add(f.source()));
        scheme.addresses.forEach(a -> named.add(a.source()));
        for (String id : named) {
            if (scheme.source(id).isEmpty()) {
                throw new IllegalArgumentException("source " + id + " is not described");
            }
        }
        return scheme;
    }

    /** A place of the file. */
    private record Node(@Nullable Object value, String path) {

        interface Reading<T> {
            T of(Node node);
        }

        private Map<?, ?> map() {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong("an object");
        }

        private IllegalArgumentException wrong(String expected) {
            return new IllegalArgumentException((path.isEmpty() ? "/" : path) + ": expected " + expected);
        }

        Node at(String key) {
            return new Node(map().get(key), path + "/" + key);
        }

        <T> List<T> each(String key, Reading<T> reading) {
            Node list = at(key);
            if (!(list.value instanceof List<?> items)) {
                throw list.wrong("a list");
            }
            List<T> all = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                all.add(reading.of(new Node(items.get(i), list.path + "/" + i)));
            }
            return all;
        }

        String text(String key) {
            Node node = at(key);
            if (node.value instanceof String text && !text.isBlank()) {
                return text;
            }
            throw node.wrong("a text");
        }

        String optional(String key) {
            Object found = at(key).value;
            return found == null ? "" : Objects.toString(found);
        }

        List<String> texts(String key) {
            return each(key, node -> String.valueOf(node.value));
        }

        int number(String key) {
            Node node = at(key);
            if (node.value instanceof Integer number) {
                return number;
            }
            throw node.wrong("a number");
        }

        boolean yes(String key) {
            return Boolean.TRUE.equals(at(key).value);
        }

        LocalDate day(String key) {
            Node node = at(key);
            LocalDate day = dayOrNull(key);
            if (day == null) {
                throw node.wrong("a day");
            }
            return day;
        }

        /** YAML takes an unquoted day for a moment at midnight UTC. */
        @Nullable
        LocalDate dayOrNull(String key) {
            return switch (at(key).value) {
                case null -> null;
                case java.util.Date date -> LocalDate.ofInstant(date.toInstant(), java.time.ZoneOffset.UTC);
                case Object other -> LocalDate.parse(String.valueOf(other));
            };
        }

        Text words(String key) {
            Node node = at(key);
            return new Text(node.text("ja"), node.text("en"));
        }
    }

    /** Which forms this application needs. */
    List<Paper> needed(boolean psti, boolean proxy, boolean noCorporateNumber) {
        return forms.stream()
                .filter(form -> form.isNeeded(psti, proxy, noCorporateNumber))
                .toList();
    }

    /** Titles by id, for lists of what was sent. */
    Map<String, String> titles(Locale locale) {
        Map<String, String> titles = new HashMap<>();
        forms.forEach(form -> titles.put(form.id(), form.title(locale)));
        return titles;
    }
}
