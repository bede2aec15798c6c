package dev.shisa.server.evidence;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.web.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Titles of evidence for whoever reads them: what Shisa made is in the language of whoever answered, and is told in that of the
 * reader, IPA's for one. What a person typed stays as it is.
 */
@Component
public class MadeTitles {

    private static final List<Locale> LOCALES = List.of(Locale.JAPANESE, Locale.ENGLISH);

    /** What titles are made of; the words in them are names that are told too where the catalogue has them. */
    private static final List<String> KEYS = List.of(
            "register.evidence",
            "ready-made.evidence",
            "first.evidence",
            "link.evidence",
            "sheet.evidence",
            "model.evidence.title",
            "model.observed.title",
            // Before the next one, which it looks like too.
            "bench.evidence.file",
            "bench.evidence",
            "guideline-check.evidence",
            "finding.review.evidence",
            "document.handing.evidence",
            "verification.conclusion",
            "audience.evidence.title",
            "portal.place.evidence");

    /** How titles were made before; those that were recorded stay. */
    private static final Map<String, List<String>> BEFORE = Map.of(
            "ready-made.evidence", List.of("よくある構成から: \0", "What is usual: \0"),
            "first.evidence", List.of("Is it in scope?"));

    /** Where a word stands in a title; no text has this character. */
    private static final String MARK = "\0";

    private final Catalogues catalogues;
    private final FactWords words;
    private final Messages messages;

    private volatile @Nullable Made made;

    MadeTitles(Catalogues catalogues, FactWords words, Messages messages) {
        this.catalogues = catalogues;
        this.words = words;
        this.messages = messages;
    }

    /**
     * The title of a piece of evidence that was recorded so.
     *
     * @param kind its {@link EvidenceKind#id}
     */
    public EvidenceTitle of(String stored, String kind) {
        boolean sentences = !kind.equals(EvidenceKind.DOCUMENT.id());
        return new EvidenceTitle(stored, locale -> told(stored, sentences, locale));
    }

    /** That of a row of evidence. */
    EvidenceTitle of(ResultSet evidence) throws SQLException {
        return of(String.valueOf(evidence.getString("title")), String.valueOf(evidence.getString("kind")));
    }

    /**
     * A title as a reader of this language is told it.
     *
     * @param sentences whether it can be one of Shisa's sentences; a document has the title that a person gave it, or is named
     *     by what is answered
     */
    String told(String title, boolean sentences, Locale locale) {
        Made made = made();
        return Stream.concat(
                        made.sentences().stream()
                                .filter(_ -> sentences)
                                .flatMap(each -> each.told(title, locale, this).stream()),
                        made.answers().stream().flatMap(each -> each.told(title, locale, words).stream()))
                .findFirst()
                .orElse(title);
    }

    /** All that titles are made of, by the catalogue that it follows from. */
    private record Made(Catalogue of, List<Sentence> sentences, List<Answer> answers) {}

    private Made made() {
        Catalogue catalogue = catalogues.current();
        Made last = made;
        if (last == null || !last.of().equals(catalogue)) {
            last = new Made(
                    catalogue,
                    KEYS.stream().flatMap(this::sentences).toList(),
                    Stream.concat(
                                    catalogue.vocabulary().facts().stream(),
                                    catalogue.clashes().stream()
                                            .flatMap(clash -> catalogue.fact(clash.both()).stream()))
                            .distinct()
                            .flatMap(this::answers)
                            .toList());
            made = last;
        }
        return last;
    }

    private Stream<Sentence> sentences(String key) {
        return Stream.concat(
                        LOCALES.stream().map(locale -> messages.get(locale, key, MARK, MARK)),
                        BEFORE.getOrDefault(key, List.of()).stream())
                .distinct()
                .map(made -> new Sentence(key, pattern(made)));
    }

    private Stream<Answer> answers(FactDefinition fact) {
        return LOCALES.stream()
                .flatMap(locale ->
                        Stream.of(FactWords.fill(fact.question(), locale, MARK), words.name(fact, locale, MARK)))
                .distinct()
                .map(made -> new Answer(fact, made));
    }

    /** What a title made like this looks like, with its words in groups. */
    private static Pattern pattern(String made) {
        return Pattern.compile(
                Arrays.stream(made.split(MARK, -1)).map(Pattern::quote).collect(Collectors.joining("(.+)")));
    }

    /** A title of a sentence with words in it. */
    private record Sentence(String key, Pattern made) {
        Optional<String> told(String title, Locale locale, MadeTitles titles) {
            Matcher found = made.matcher(title);
            return found.matches()
                    ? Optional.of(titles.messages.get(
                            locale,
                            key,
                            IntStream.rangeClosed(1, found.groupCount())
                                    .mapToObj(i -> titles.name(found.group(i), locale))
                                    .toArray()))
                    : Optional.empty();
        }
    }

    /** A title that says which question was answered, with the name of an item in its place. */
    private record Answer(FactDefinition fact, String made) {
        Optional<String> told(String title, Locale locale, FactWords words) {
            int at = made.indexOf(MARK);
            if (at < 0) {
                return title.equals(made) ? Optional.of(words.name(fact, locale, "")) : Optional.empty();
            }
            int behind = title.length() - (made.length() - at - 1);
            return behind > at && title.startsWith(made.substring(0, at)) && title.endsWith(made.substring(at + 1))
                    ? Optional.of(words.name(fact, locale, title.substring(at, behind)))
                    : Optional.empty();
        }
    }

    /** A name of the catalogue in the language of the reader; any other as it is. */
    private String name(String name, Locale locale) {
        Catalogue catalogue = catalogues.current();
        return Stream.of(
                        catalogue.vocabulary().sections().stream().map(Vocabulary.Section::name),
                        catalogue.vocabulary().collections().stream().map(Vocabulary.Collection::item),
                        catalogue.references().kinds().stream().map(ProductKind::name),
                        Stream.of(new Text(
                                messages.get(Locale.JAPANESE, "quality.link"),
                                messages.get(Locale.ENGLISH, "quality.link"))))
                .flatMap(names -> names)
                .filter(text -> text.ja().equals(name) || text.en().equals(name))
                .findFirst()
                .map(text -> text.in(locale))
                .orElse(name);
    }
}
