package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told beside the rules is read and checked like them, and decides nothing. */
class ReferencesTest {

    private static final RequirementId FIRST = new RequirementId("mini", "M-1");
    private static final RequirementId SECOND = new RequirementId("mini", "M-2");
    private static final RequirementId FAR = new RequirementId("far", "5.1-1");
    private static final RequirementId ABSENT = new RequirementId("absent", "X-1");

    private static final List<String> TELLING =
            List.of("outline.yaml", "crossmap.yaml", "incidents.yaml", "tables.yaml", "kinds.yaml");

    @Test
    void aGuidelineByTitleIsNoFrameworkAndHasNoRequirements() {
        Catalogue catalogue = loaded(files());
        Outline outline = catalogue.references().outline("far").orElseThrow();
        assertThat(outline.entries()).extracting(Outline.Entry::isChecked).containsExactly(true, false);
        assertThat(outline.entry("5.1-2").orElseThrow().gap())
                .isEqualTo(new Text("題名が分かりません。", "The title is not known."));
        assertThat(catalogue.framework("far")).isEmpty();
        assertThat(catalogue.requirement(FAR)).isEmpty();
        assertThat(catalogue.requirements()).extracting(r -> r.id().framework()).containsOnly("mini");
    }

    @Test
    void aRelationIsFoundFromBothEnds() {
        References references = loaded(files()).references();
        assertThat(references.relationsOf(SECOND)).singleElement().satisfies(relation -> {
            assertThat(relation.from()).isEqualTo(FIRST);
            assertThat(relation.kind()).isEqualTo(Relation.Kind.PART_OF);
            assertThat(relation.kind().isDirected()).isTrue();
            assertThat(relation.mark()).isEqualTo(Requirement.Reading.Mark.GUIDE);
            assertThat(relation.source()).isEqualTo(new Requirement.Source("000", "第1節"));
            assertThat(relation.other(SECOND)).isEqualTo(FIRST);
        });
        assertThat(references.relationsOf(FAR)).singleElement().satisfies(relation -> {
            assertThat(relation.mark()).isEqualTo(Requirement.Reading.Mark.JUDGEMENT);
            assertThat(relation.why()).isEqualTo(new Text("同じ主題です。", "The same matter."));
            assertThat(relation.source()).isNull();
        });
    }

    @Test
    void aRelationToAGuidelineThatIsNotHereIsKeptAsNotLoaded() {
        References references = loaded(files()).references();
        assertThat(references.notLoaded()).extracting(Relation::to).containsExactly(ABSENT);
        assertThat(references.relations())
                .hasSize(2)
                .noneMatch(relation -> relation.to().equals(ABSENT));
    }

    @Test
    void incidentsAndTablesAreThereAndWhatIsLackingIsNotEmpty() {
        References references = loaded(files()).references();
        Incident incident = references.incidents().list().getFirst();
        assertThat(incident.reality()).isEqualTo(Incident.Reality.HAPPENED);
        assertThat(incident.phases()).containsExactly(Incident.Phase.DEVELOPMENT, Incident.Phase.OPERATION);
        assertThat(incident.causes())
                .singleElement()
                .satisfies(id -> assertThat(references.cause(id)).isPresent());
        assertThat(incident.requirements()).containsExactly(FIRST, ABSENT);
        assertThat(references.incidents().directions())
                .singleElement()
                .satisfies(d -> assertThat(d.requirements()).containsExactly(FIRST));
        Table parties = references.table("parties").orElseThrow();
        assertThat(parties.rows().getFirst().cell("normal")).contains(new Table.Lacking());
        assertThat(parties.rows().getLast().cell("party")).contains(new Table.Told(new Text("PSIRT", "PSIRT")));
        assertThat(parties.rows().getFirst().requirements()).containsExactly(new RequirementId("mini", "M-3"));
        assertThat(references.table("picture").orElseThrow().rows()).isEmpty();
    }

    @Test
    void referencesHaveAnEditionOfTheirOwnSoThatTheyDecideNothing() {
        Catalogue without = Mini.catalogue();
        Catalogue with = loaded(files());
        assertThat(with.edition()).isEqualTo(without.edition());
        assertThat(without.references()).isEqualTo(References.NONE);
        SequencedMap<String, byte[]> changed = files();
        replace(changed, "crossmap.yaml", "kind: part-of", "kind: supports");
        Catalogue after = loaded(changed);
        assertThat(after.edition()).isEqualTo(with.edition());
        assertThat(after.references().edition()).isNotEqualTo(with.references().edition());
        SequencedMap<String, byte[]> decidesOtherwise = files();
        replace(decidesOtherwise, "frame.yaml", "value >= 6", "value >= 7");
        assertThat(loaded(decidesOtherwise).edition()).isNotEqualTo(with.edition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "crossmap.yaml | [mini/M-2] | [mini/M-9] | relations[0].to[0] | there is no M-9 in mini",
                "crossmap.yaml | from: mini/M-1, to: [far | from: mini/M-0, to: [far | relations[1].from | there is no M-0 in mini",
                "crossmap.yaml | far/5.1-1 | far/5.1-3 | relations[1].to[0] | there is no 5.1-3 in far",
                "crossmap.yaml | far/5.1-1 | M-2 | relations[1].to[0] | 'M-2' is not a reference",
                "crossmap.yaml | far/5.1-1 | mini/M-2 | relations[1].to[0] | mini/M-1 and mini/M-2 are related twice",
                "crossmap.yaml | far/5.1-1 | mini/M-1 | relations[1].to[0] | a requirement is related to itself",
                "crossmap.yaml | [mini/M-2] | [] | relations[0] | `to` is empty",
                "crossmap.yaml | kind: related | kind: equivalent | relations[1].kind | 'equivalent' is not one of the words",
                "crossmap.yaml | mark: m, why | mark: g, why | relations[1] | the place is missing",
                "crossmap.yaml | mark: g, source | mark: m, source | relations[0] | a judgement without its reason",
                "crossmap.yaml | mark: g, source | mark: m, source | relations[0] | a judgement has no printed place",
                "crossmap.yaml | crossmap: 1 | crossmap: 0 | crossmap | 0 is not an edition",
                "outline.yaml | status: unverified | status: verified | status | titles alone are always unverified",
                "outline.yaml | status: unverified | edition2: 1 | edition2 | the key edition2 is not known here",
                "outline.yaml | checked: [page] | checked: [pages] | entries[5.1-1].checked[0] | there is no source 'pages'",
                "outline.yaml | \"5.1-2\" | \"5.1-1\" | entries[5.1-1] | the entry 5.1-1 stands twice",
                "outline.yaml | outline: far | outline: mini | ^^ | the guideline mini stands in two files",
                "incidents.yaml | causes: [C1] | causes: [C2] | list[I1].causes[0] | there is no cause 'C2'",
                "incidents.yaml | reality: happened | reality: maybe | list[I1].reality | 'maybe' is not one of the words",
                "incidents.yaml | [development, operation] | [development, sales] | list[I1].phases[1] | 'sales' is not a phase",
                "incidents.yaml | requirements: [mini/M-1] | requirements: [mini/M-4] | directions[D1].requirements[0] | there is no M-4 in mini",
                "incidents.yaml | requirements: [mini/M-1] | requirements: [mini/M-1, mini/M-1] | directions[D1].requirements[1] | mini/M-1 stands twice",
                "incidents.yaml | lesson: | lessons: | list[I1].lessons | the key lessons is not known here",
                "tables.yaml | requirements: [mini/M-3] | requirements: [mini/M-7] | list[parties].rows[0].requirements[0] | there is no M-7 in mini",
                "tables.yaml | normal: ○ | emergency: ○ | list[parties].rows[1] | normal is missing",
                "tables.yaml | normal: ○ | emergency: ○ | list[parties].rows[1].emergency | there is no column emergency",
                "tables.yaml | gap: {ja: 列 | note: {ja: 列 | list[parties].rows[0].normal | something is lacking here",
                "tables.yaml | gap: {ja: 図 | note: {ja: 図 | list[picture] | the table has no rows",
                "tables.yaml | id: normal | id: requirements | list[parties].columns[requirements] | no column can be called requirements",
            })
    void namesWhatIsWrong(String file, String right, String wrong, String entry, String what) {
        SequencedMap<String, byte[]> files = files();
        int line = replace(files, file, right, wrong);
        assertThat(rejected(files)).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(file);
            assertThat(problem.entry()).isEqualTo(entry);
            assertThat(problem.what()).contains(what);
            assertThat(problem.remedy()).isNotEmpty();
            assertThat(problem.line()).isBetween(Math.max(1, line - 20), line + 20);
        });
    }

    @Test
    void anyChangeOfTheFilesGivesACatalogueOrProblems() {
        Property.holds(300, random -> {
            SequencedMap<String, byte[]> files = files();
            String name = Property.pick(random, TELLING);
            byte[] bytes = Objects.requireNonNull(files.get(name)).clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "[]{}:-,'\"&*!|> \n~".charAt(random.nextInt(17));
            }
            files.put(name, bytes);
            if (CatalogueReader.checking().read(files) instanceof CatalogueReader.Result.Rejected(var problems)) {
                assertThat(problems).isNotEmpty();
            }
        });
    }

    private static SequencedMap<String, byte[]> files() {
        SequencedMap<String, byte[]> files = Mini.files();
        TELLING.forEach(name -> files.put(name, Mini.bytes(name)));
        return files;
    }

    /** The line of the replaced place. */
    private static int replace(SequencedMap<String, byte[]> files, String name, String right, String wrong) {
        String text = new String(Objects.requireNonNull(files.get(name)), StandardCharsets.UTF_8);
        assertThat(text).contains(right);
        files.put(
                name,
                text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong))
                        .getBytes(StandardCharsets.UTF_8));
        return 1
                + (int) text.substring(0, text.indexOf(right))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static Catalogue loaded(SequencedMap<String, byte[]> files) {
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> catalogue;
            case CatalogueReader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    private static List<Problem> rejected(SequencedMap<String, byte[]> files) {
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded(Catalogue catalogue) -> throw new AssertionError(catalogue.edition());
            case CatalogueReader.Result.Rejected(var problems) -> problems;
        };
    }
}
