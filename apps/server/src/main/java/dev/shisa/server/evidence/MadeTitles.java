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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
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

    /** Texts that titles are made of; the words in them are names that are told too where they are known in both languages. */
    static final List<String> KEYS = List.of(
            "register.evidence",
            "ready-made.evidence",
            "first.evidence",
            "link.evidence",
            "sheet.evidence",
            "model.observed.title",
            // Before the next one, which it looks like too.
            "bench.evidence.file",
            "bench.evidence",
            "procedure.evidence",
            "verification.conclusion");

    /**
     * Texts that documents are titled with which Shisa writes itself, and what their files are called. Every other document has the
     * title that a person gave it, however much it looks like one of these.
     */
    static final Map<String, String> PAPERS = Map.ofEntries(
            Map.entry("audience.evidence.title", "notice-.+\\.txt"),
            Map.entry("document.doubt.evidence", ".+-answers\\.txt"),
            Map.entry("document.handing.evidence", ".+-receipts-.+\\.txt"),
            Map.entry("finding.review.evidence", "vulnerabilities-.+\\.xlsx"),
            Map.entry("guideline-check.evidence", ".+-004-A1\\.xlsx"),
            Map.entry("model.evidence.title", ".+-model-.+\\.html"),
            Map.entry("organisation.ended", "register-ended\\.txt"),
            Map.entry("portal.place.evidence", "published-place\\.txt"),
            Map.entry("psirt.drill.evidence", "drill\\.txt"),
            Map.entry("psirt.handled.ended", "handled-notices\\.txt"),
            Map.entry("psirt.window.evidence", "jpcert-window\\.txt"),
            Map.entry("psirt.window.open", "windows-open\\.txt"),
            Map.entry("psirt.window.shut", "windows-open\\.txt"),
            Map.entry("sbom.denied", ".+-part\\.txt"),
            Map.entry("supplier.paper.acceptance", "suppliers-.+\\.txt"),
            Map.entry("supplier.paper.answer", "suppliers-.+\\.txt"),
            Map.entry("supplier.paper.contracts", "suppliers-.+\\.txt"),
            Map.entry("supplier.paper.decision", "suppliers-.+\\.txt"),
            Map.entry("supplier.paper.kinds", "supply-kinds\\.txt"),
            Map.entry("supplier.paper.measures", "supply-measures\\.txt"),
            Map.entry("supplier.paper.selection", "suppliers-.+\\.txt"),
            Map.entry("supplier.paper.substitutes", "suppliers-.+\\.txt"),
            Map.entry("verification.edition", "verification-plan-.+\\.txt"),
            Map.entry("verification.inventory", "verification-environments\\.txt"),
            Map.entry("verification.inventory.ended", "verification-environments-ended\\.txt"),
            Map.entry("vulnerability.watched", "watch-sources\\.txt"));

    /** What the register says of a topic is titled by the topic, and its file called so. */
    private static final Pattern STATEMENT = Pattern.compile("organisation\\.statement\\.([a-z.-]+)");

    /** Names in titles that are texts of pages. */
    private static final Pattern NAME =
            Pattern.compile("quality\\.link|procedure\\.[^.]+\\.title|supplier\\.question\\.[^.]+\\.short");

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
     * @param file name of its file; empty: it has none
     */
    public EvidenceTitle of(String stored, String kind, String file) {
        return new EvidenceTitle(stored, locale -> told(stored, kind, file, locale));
    }

    /** That of a row of evidence. */
    EvidenceTitle of(ResultSet evidence) throws SQLException {
        return of(
                evidence.getString("title"),
                evidence.getString("kind"),
                Objects.requireNonNullElse(evidence.getString("file_name"), ""));
    }

    private String told(String title, String kind, String file, Locale locale) {
        Made made = made();
        boolean document = kind.equals(EvidenceKind.DOCUMENT.id());
        return made.sentences().stream()
                .filter(each -> each.isOf(document, file))
                .flatMap(each -> each.told(title, locale, made.names(), messages).stream())
                .findFirst()
                .or(() -> answer(title, locale, made))
                .orElse(title);
    }

    /** A list shows many titles, and there are thousands of answers: only those are looked at that begin like the title. */
    private Optional<String> answer(String title, Locale locale, Made made) {
        String plain = plain(title);
        return IntStream.rangeClosed(0, title.length())
                .mapToObj(left -> plain.substring(0, plain.length() - left))
                .flatMap(before -> made.answers().getOrDefault(before, List.of()).stream())
                .flatMap(each -> each.told(title, locale, words).stream())
                .findFirst();
    }

    /** All that titles are made of, by the catalogue that it follows from. */
    private record Made(
            Catalogue of, List<Sentence> sentences, Map<String, List<Answer>> answers, Map<String, Text> names) {}

    private Made made() {
        Catalogue catalogue = catalogues.current();
        Made last = made;
        if (last == null || !last.of().equals(catalogue)) {
            last = new Made(catalogue, sentences(), answers(catalogue), names(catalogue));
            made = last;
        }
        return last;
    }

    private List<Sentence> sentences() {
        return Stream.of(
                        KEYS.stream().flatMap(key -> sentences(key, null)),
                        PAPERS.entrySet().stream().flatMap(paper -> sentences(paper.getKey(), paper.getValue())),
                        texts(STATEMENT)
                                .flatMap(topic -> sentences(
                                        topic.group(),
                                        Pattern.quote(topic.group(1).replace('.', '-') + ".txt"))))
                .flatMap(sentences -> sentences)
                .toList();
    }

    /** By what stands before the name of an item. */
    private Map<String, List<Answer>> answers(Catalogue catalogue) {
        return Stream.concat(
                        catalogue.vocabulary().facts().stream(),
                        catalogue.clashes().stream().flatMap(clash -> catalogue.fact(clash.both()).stream()))
                .distinct()
                .flatMap(this::answers)
                .collect(Collectors.groupingBy(Answer::before));
    }

    /** Names of the catalogue and of pages that stand in titles, by what they are in either language. */
    private Map<String, Text> names(Catalogue catalogue) {
        Map<String, Text> names = new HashMap<>();
        Stream.of(
                        catalogue.vocabulary().sections().stream().map(Vocabulary.Section::name),
                        catalogue.vocabulary().collections().stream().map(Vocabulary.Collection::item),
                        catalogue.references().kinds().stream().map(ProductKind::name),
                        texts(NAME)
                                .map(MatchResult::group)
                                .map(key -> new Text(
                                        messages.get(Locale.JAPANESE, key), messages.get(Locale.ENGLISH, key))))
                .flatMap(all -> all)
                .forEach(name -> {
                    names.putIfAbsent(name.ja(), name);
                    names.putIfAbsent(name.en(), name);
                });
        return Map.copyOf(names);
    }

    /** Keys of texts that are of this kind. */
    private Stream<MatchResult> texts(Pattern keys) {
        return messages.all(Locale.JAPANESE.getLanguage()).keySet().stream()
                .map(keys::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult);
    }

    private Stream<Sentence> sentences(String key, @Nullable String file) {
        return Stream.concat(
                        LOCALES.stream().map(locale -> messages.get(locale, key, MARK, MARK)),
                        BEFORE.getOrDefault(key, List.of()).stream())
                .distinct()
                .map(made -> new Sentence(key, pattern(plain(made)), file == null ? null : Pattern.compile(file)));
    }

    private Stream<Answer> answers(FactDefinition fact) {
        return LOCALES.stream()
                .flatMap(locale ->
                        Stream.of(FactWords.fill(fact.question(), locale, MARK), words.name(fact, locale, MARK)))
                .distinct()
                .map(made -> plain(made).split(MARK, 2))
                .map(made -> new Answer(fact, made[0], made.length == 1 ? null : made[1]));
    }

    /** As long as the text, with one kind of quotation marks: those of English texts were others once. */
    private static String plain(String text) {
        return text.replace('“', '"').replace('”', '"');
    }

    /** What a title made like this looks like, with its words in groups. */
    private static Pattern pattern(String made) {
        return Pattern.compile(
                Arrays.stream(made.split(MARK, -1)).map(Pattern::quote).collect(Collectors.joining("(.+)")));
    }

    /**
     * A title of a sentence with words in it.
     *
     * @param file what the file of such a document is called; null: no document is titled so
     */
    private record Sentence(
            String key, Pattern made, @Nullable Pattern file) {

        boolean isOf(boolean document, String fileName) {
            return file == null ? !document : file.matcher(fileName).matches();
        }

        Optional<String> told(String title, Locale locale, Map<String, Text> names, Messages messages) {
            Matcher found = made.matcher(plain(title));
            return found.matches()
                    ? Optional.of(messages.get(
                            locale,
                            key,
                            IntStream.rangeClosed(1, found.groupCount())
                                    .mapToObj(group -> title.substring(found.start(group), found.end(group)))
                                    .map(name -> names.getOrDefault(name, new Text(name, name))
                                            .in(locale))
                                    .toArray()))
                    : Optional.empty();
        }
    }

    /**
     * A title that says which question was answered.
     *
     * @param before what stands before the name of an item, or the whole title
     * @param behind what stands behind it; null: it names none
     */
    private record Answer(
            FactDefinition fact, String before, @Nullable String behind) {

        Optional<String> told(String title, Locale locale, FactWords words) {
            String plain = plain(title);
            if (behind == null) {
                return plain.equals(before) ? Optional.of(words.name(fact, locale, "")) : Optional.empty();
            }
            int end = title.length() - behind.length();
            return end > before.length() && plain.startsWith(before) && plain.endsWith(behind)
                    ? Optional.of(words.name(fact, locale, title.substring(before.length(), end)))
                    : Optional.empty();
        }
    }
}
