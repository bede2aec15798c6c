package dev.shisa.server.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each kind of document begins with: data, {@code templates.json}. A line holds text and, in braces, what comes from the
 * answers: {@code {fact:key}} its value, {@code {items:key}} a list of the register, with {@code where key has words} or {@code where
 * key = word} those of its items of which that is answered, {@code {organisation}}, {@code {product}}, {@code {models}}. {@code {!…}} is
 * a gap without which a section decides nothing, {@code {?…}} one that may be struck; {@code {known:key ! …}} and {@code {known:key ?
 * …}} are such gaps only as long as no register and no rule says it. What is not answered becomes a gap; no line claims what nobody
 * answered.
 */
@Component
class DocumentTemplates {

    static final Pattern PLACEHOLDER = Pattern.compile("\\{([!?]|fact:|items:|known:)?([^{}]+)\\}");

    /** How a place begins whose value a register or a rule of a later capability knows. */
    static final String KNOWN = "known:";

    /**
     * What such a place asks for.
     *
     * @param needed whether the section decides nothing without it
     * @param label of the gap, as long as nobody has entered it
     */
    record Asked(String key, boolean needed, String label) {

        /** @param what {@code key ! label} or {@code key ? label} */
        static Asked parse(String what) {
            String[] parts = what.strip().split("\\s+", 3);
            return new Asked(parts[0], parts[1].equals("!"), parts[2]);
        }
    }

    /**
     * A line.
     *
     * @param when {@code key has word} or {@code key = word}: the line is only there where that is answered so
     * @param says what the document speaks of with this line, by the keys of a later capability's list; null: of nothing listed
     */
    record Line(
            @Nullable String when,
            String ja,
            String en,
            @Nullable List<String> says) {

        String in(Locale locale) {
            return locale.getLanguage().equals("en") ? en : ja;
        }

        List<String> contents() {
            return says == null ? List.of() : says;
        }

        /** What stands before the first place that comes from elsewhere. */
        String lead(Locale locale) {
            return PLACEHOLDER.split(in(locale), 2)[0].strip();
        }
    }

    /**
     * A list of the register, or a part of it.
     *
     * @param by what is asked of each item; null: all of them are meant
     * @param words one of which the answer has to be or to hold
     */
    record Items(String key, @Nullable String by, Set<String> words) {

        /** @param what {@code key}, {@code key where other = word} or {@code key where other has word word} */
        static Items parse(String what) {
            String[] parts = what.split("\\s+where\\s+", 2);
            if (parts.length == 1) {
                return new Items(what, null, Set.of());
            }
            String[] condition = parts[1].split("\\s+(=|has)\\s+", 2);
            return new Items(parts[0], condition[0], Set.of(condition[1].strip().split("\\s+")));
        }
    }

    record Words(String ja, String en) {

        String in(Locale locale) {
            return locale.getLanguage().equals("en") ? en : ja;
        }
    }

    /**
     * What a section, or the document as a whole, decides.
     *
     * @param word a member of the value
     * @param value the value
     * @param fromPlace the value by where the document is made public
     * @param words whether the value is a set of words
     */
    record Claim(
            String key,
            @Nullable String word,
            @Nullable String value,
            @Nullable Map<String, String> fromPlace,
            @Nullable Boolean words) {}

    record Part(
            String id,
            Words heading,
            List<Line> lines,
            @Nullable List<Claim> decides) {

        List<Claim> claims() {
            return decides == null ? List.of() : decides;
        }

        /** Whether it has gaps without which it says nothing, so that somebody has to fill it. */
        boolean isToBeFilled() {
            return lines.stream()
                    .flatMap(line -> Stream.of(line.ja(), line.en()))
                    .flatMap(text -> PLACEHOLDER.matcher(text).results())
                    .anyMatch(m -> Objects.equals(m.group(1), "!")
                            || (Objects.equals(m.group(1), KNOWN)
                                    && Asked.parse(m.group(2)).needed()));
        }

        /** What may be struck without taking away what the section decides. */
        Set<String> optional() {
            return lines.stream()
                    .flatMap(line -> Stream.of(line.ja(), line.en()))
                    .flatMap(text -> PLACEHOLDER.matcher(text).results())
                    .flatMap(m -> Objects.equals(m.group(1), "?")
                            ? Stream.of(m.group(2).strip())
                            : Objects.equals(m.group(1), KNOWN)
                                            && !Asked.parse(m.group(2)).needed()
                                    ? Stream.of(Asked.parse(m.group(2)).label())
                                    : Stream.empty())
                    .collect(Collectors.toSet());
        }

        /** What it asks registers and rules for, in a language. */
        Stream<Asked> asked(Locale locale) {
            return lines.stream()
                    .flatMap(line -> PLACEHOLDER.matcher(line.in(locale)).results())
                    .filter(m -> Objects.equals(m.group(1), KNOWN))
                    .map(m -> Asked.parse(m.group(2)));
        }
    }

    record Template(String kind, Words title, List<Claim> decides, List<Part> sections) {

        /** What it asks registers and rules for. */
        Set<String> known() {
            return sections.stream()
                    .flatMap(part -> part.asked(Locale.JAPANESE))
                    .map(Asked::key)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        Optional<Part> part(String id) {
            return sections.stream().filter(p -> p.id().equals(id)).findFirst();
        }
    }

    private record File(List<Template> templates) {}

    private final Map<DocumentKind, Template> all = new EnumMap<>(DocumentKind.class);

    DocumentTemplates() {
        try (InputStream in = Objects.requireNonNull(DocumentTemplates.class.getResourceAsStream("templates.json"))) {
            for (Template template :
                    JsonMapper.builder().build().readValue(in, File.class).templates()) {
                all.put(DocumentKind.parse(template.kind()).orElseThrow(), template);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the templates could not be read", e);
        }
    }

    /** Kinds whose templates ask for one of these. */
    List<DocumentKind> asking(Set<String> known) {
        return all.entrySet().stream()
                .filter(e -> e.getValue().known().stream().anyMatch(known::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    Template of(DocumentKind kind) {
        return Objects.requireNonNull(all.get(kind), kind.id());
    }

    /** Replaces what stands in braces. */
    static String fill(String text, java.util.function.BiFunction<String, String, String> with) {
        return PLACEHOLDER.matcher(text).replaceAll(m -> {
            String how = m.group(1);
            return Matcher.quoteReplacement(
                    with.apply(how == null ? "" : how, m.group(2).strip()));
        });
    }
}
