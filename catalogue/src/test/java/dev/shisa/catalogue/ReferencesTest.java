package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Incident;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.References;
import dev.shisa.conformity.Relation;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Requirement.Reading.Mark;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guides print is there as printed, what they lack is marked, and nothing of it decides. */
class ReferencesTest {

    /** The guides with requirements of their own; the files of some may not be here yet. */
    private static final Set<String> GUIDES = Set.of("jcstar1", "sme-guide", "psirt-guide", "iotgl", "tsunagaru");

    /** Prefixes of the numbers by which guides call each other's requirements. */
    private static final Map<String, String> GUIDE_OF =
            Map.of("S1.1", "jcstar1", "SME", "sme-guide", "PSIRT", "psirt-guide", "GL", "iotgl", "TG", "tsunagaru");

    private final Catalogue catalogue = CatalogueFiles.catalogue();
    private final References references = catalogue.references();
    private final List<Relation> relations = Stream.concat(
                    references.relations().stream(), references.notLoaded().stream())
            .toList();

    @Test
    void referencesNameOnlyKnownGuidelines() {
        Set<String> known = new TreeSet<>(GUIDES);
        references.outlines().forEach(outline -> known.add(outline.id()));
        Set<String> named = new TreeSet<>();
        relations.forEach(r -> named.addAll(List.of(r.from().framework(), r.to().framework())));
        references.incidents().list().forEach(i -> i.requirements().forEach(id -> named.add(id.framework())));
        references.incidents().directions().forEach(d -> d.requirements().forEach(id -> named.add(id.framework())));
        references.tables().stream()
                .flatMap(table -> table.rows().stream())
                .forEach(row -> row.requirements().forEach(id -> named.add(id.framework())));
        assertThat(known).containsAll(named);
        assertThat(references.notLoaded())
                .allMatch(r -> catalogue.framework(r.from().framework()).isEmpty()
                        || catalogue.framework(r.to().framework()).isEmpty());
    }

    /** What a requirement names as related is what the cross-map says of it and the other guides, both ways round. */
    @Test
    void whatARequirementCallsRelatedIsWhatTheCrossMapSays() {
        for (Requirement requirement : catalogue.requirements()) {
            Set<RequirementId> mapped = relations.stream()
                    .filter(r -> r.from().equals(requirement.id()) || r.to().equals(requirement.id()))
                    .map(r -> r.other(requirement.id()))
                    .filter(other -> GUIDES.contains(other.framework())
                            && !other.framework().equals(requirement.id().framework()))
                    .collect(Collectors.toSet());
            assertThat(requirement.related().stream()
                            .map(ReferencesTest::byNumber)
                            .toList())
                    .as(requirement.id().toString())
                    .containsExactlyInAnyOrderElementsOf(mapped);
        }
    }

    @Test
    void theUsesThatAppendix1PrintsForTheCriteriaAreExactlyThese() {
        Map<String, String> printed = new TreeMap<>(Map.of(
                "S1.1-01", "SME-T1A",
                "S1.1-02", "SME-T1A",
                "S1.1-05", "SME-1 SME-6",
                "S1.1-06", "SME-6",
                "S1.1-07", "SME-T1B",
                "S1.1-09", "SME-1",
                "S1.1-10", "SME-6",
                "S1.1-11", "SME-T2A",
                "S1.1-12", "SME-T2A"));
        printed.putAll(Map.of(
                "S1.1-13", "SME-3 SME-5 SME-V3",
                "S1.1-14", "SME-T3A",
                "S1.1-15", "SME-T2B",
                "S1.1-16", "SME-6"));
        assertThat(printed("付録1")).isEqualTo(printed);
    }

    @Test
    void theCorrespondenceOfGuides001And002IsAsPrinted() {
        assertThat(numbersFrom("SME-3", "本ガイドの概要"))
                .containsExactly("GL-02", "GL-03", "GL-04", "GL-05", "GL-06", "GL-07", "GL-20");
        assertThat(numbersFrom("SME-4", "本ガイドの概要")).containsExactly("GL-08");
        assertThat(numbersFrom("SME-5", "本ガイドの概要")).as("the table has a dash").isEmpty();
        assertThat(numbersFrom("SME-6", "本ガイドの概要")).containsExactly("GL-17", "GL-18", "GL-19", "GL-21");
        String table = "国内外のガイドラインや指針との対応";
        assertThat(numbersFrom("SME-T1A", table))
                .containsExactly("1", "4", "5", "GL-11", "GL-14", "GL-15", "GL-16", "TG-11", "TG-14", "TG-16");
        assertThat(numbersFrom("SME-T2B", table)).containsExactly("11", "GL-R4");
        assertThat(numbersFrom("SME-T3A", table)).containsExactly("9", "GL-09", "TG-09");
        assertThat(numbersFrom("TG-08", "参考4")).containsExactly("PSIRT-M1", "PSIRT-M3");
        assertThat(numbersFrom("TG-17", "参考4")).containsExactly("PSIRT-M2", "PSIRT-M4", "PSIRT-M5", "PSIRT-M6");
        assertThat(IntStream.rangeClosed(1, 17)
                        .mapToObj("TG-%02d"::formatted)
                        .filter(number -> numbersFrom(number, "参考4").isEmpty()))
                .isEmpty();
    }

    @Test
    void whatIsKnownByTitleOnlyIsRelatedByJudgementUnlessGuide002PrintsIt() {
        Set<String> outlines = references.outlines().stream().map(Outline::id).collect(Collectors.toSet());
        Set<String> printed = Set.of("nistir-8259a", "uk-code", "ipa-vendor-guide");
        assertThat(relations)
                .filteredOn(r -> r.mark() != Mark.JUDGEMENT && outlines.contains(r.to().framework()))
                .isNotEmpty()
                .allSatisfy(r -> {
                    assertThat(r.to().framework()).isIn(printed);
                    assertThat(r.from().framework()).isEqualTo("sme-guide");
                });
        assertThat(relations)
                .as("the same thing is said only of what was compared")
                .filteredOn(r -> r.kind() == Relation.Kind.SAME)
                .isNotEmpty()
                .noneMatch(r -> outlines.contains(r.to().framework())
                        || outlines.contains(r.from().framework()));
    }

    @Test
    void nothingIsDecidedByAGuidelineThatIsKnownByTitleOnly() {
        assertThat(references.outlines())
                .extracting(Outline::id)
                .containsExactlyInAnyOrder("etsi-en-303645", "nistir-8259a", "eu-cra", "uk-code", "ipa-vendor-guide")
                .allSatisfy(id -> assertThat(catalogue.framework(id)).isEmpty());
        for (Outline outline : references.outlines()) {
            assertThat(outline.entries())
                    .allSatisfy(entry ->
                            assertThat(catalogue.requirement(entry.id())).isEmpty())
                    .allSatisfy(entry -> assertThat(entry.isChecked())
                            .as("checked, or said what is not known: " + entry.id())
                            .isNotEqualTo(entry.gap() != null));
        }
    }

    @Test
    void theNumbersOfOtherGuidelinesAreComplete() {
        assertThat(numbers("nistir-8259a")).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(numbers("uk-code"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 13).mapToObj(Integer::toString).toList());
        List<String> annexI = new ArrayList<>(List.of("I.1"));
        IntStream.rangeClosed('a', 'm').forEach(letter -> annexI.add("I.2." + (char) letter));
        IntStream.rangeClosed(1, 8).forEach(number -> annexI.add("II." + number));
        assertThat(numbers("eu-cra")).containsExactlyElementsOf(annexI);
        assertThat(numbers("etsi-en-303645").stream()
                        .collect(Collectors.groupingBy(n -> n.substring(0, n.indexOf('-')), Collectors.counting())))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("5.0", 1L),
                        Map.entry("5.1", 6L),
                        Map.entry("5.2", 3L),
                        Map.entry("5.3", 19L),
                        Map.entry("5.4", 4L),
                        Map.entry("5.5", 8L),
                        Map.entry("5.6", 10L),
                        Map.entry("5.7", 2L),
                        Map.entry("5.8", 3L),
                        Map.entry("5.9", 3L),
                        Map.entry("5.10", 1L),
                        Map.entry("5.11", 4L),
                        Map.entry("5.12", 3L),
                        Map.entry("5.13", 2L)));
    }

    @Test
    void theElevenCasesHaveTheirTwentySevenCausesOnceEachAndTwelveDirections() {
        List<Incident> cases = references.incidents().list().stream()
                .filter(incident -> incident.id().startsWith("I"))
                .filter(incident -> !incident.causes().isEmpty())
                .toList();
        assertThat(cases).hasSize(11);
        assertThat(cases.stream().flatMap(incident -> incident.causes().stream()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 27)
                        .mapToObj("CA%02d"::formatted)
                        .toList());
        assertThat(cases)
                .as("table A-2 prints a problem or task for each")
                .allMatch(incident -> incident.issue() != null);
        assertThat(references.incidents().gap())
                .as("its axes and readers are lost")
                .isNotNull();
        assertThat(references.incidents().directions()).hasSize(12);
        assertThat(references.incidents().directions().stream().flatMap(d -> d.requirements().stream()))
                .allMatch(id -> id.framework().equals("tsunagaru"));
    }

    @Test
    void inTheStakeholderTableOnlyTheRowWithFourMarksIsCertain() {
        Table stakeholders = references.table("stakeholders").orElseThrow();
        assertThat(stakeholders.rows()).hasSize(17);
        List<String> columns = List.of("policy", "development", "normal", "emergency");
        assertThat(stakeholders.rows().stream()
                        .filter(row ->
                                columns.stream().noneMatch(c -> row.cell(c).orElseThrow() instanceof Table.Lacking)))
                .singleElement()
                .satisfies(row -> assertThat(text(row, "party")).isEqualTo("製品管理部門"));
    }

    @Test
    void sevenTechnicalMeasuresAreChosenByWhatADeviceDoes() {
        Table measures = references.table("technical-measures").orElseThrow();
        assertThat(measures.rows().stream().flatMap(row -> row.requirements().stream()))
                .extracting(RequirementId::number)
                .containsExactly("SME-T1A", "SME-T1B", "SME-T1C", "SME-T2A", "SME-T2B", "SME-T3A", "SME-T3B");
        assertThat(measures.rows().stream().map(row -> text(row, "trait").substring(0, 3)))
                .containsExactly("(1)", "(1)", "(1)", "(2)", "(2)", "(3)", "(3)");
    }

    private static String text(Table.Row row, String column) {
        return row.cell(column).orElseThrow() instanceof Table.Told(var text) ? text.ja() : "";
    }

    private List<String> numbers(String outline) {
        return references.outline(outline).orElseThrow().entries().stream()
                .map(entry -> entry.id().number())
                .toList();
    }

    /** What is printed at this place: by criterion, the requirements of guide 002 that serve it. */
    private Map<String, String> printed(String place) {
        return relations.stream()
                .filter(r -> isPrintedAt(r, place))
                .filter(r -> r.to().framework().equals("jcstar1"))
                .collect(Collectors.groupingBy(
                        r -> r.to().number(),
                        TreeMap::new,
                        Collectors.mapping(
                                r -> r.from().number(),
                                Collectors.collectingAndThen(
                                        Collectors.toCollection(TreeSet::new), sorted -> String.join(" ", sorted)))));
    }

    private Set<String> numbersFrom(String from, String place) {
        return relations.stream()
                .filter(r -> isPrintedAt(r, place) && r.from().equals(byNumber(from)))
                .map(r -> r.to().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPrintedAt(Relation relation, String place) {
        Requirement.Source source = relation.source();
        return relation.mark() == Mark.GUIDE && source != null && source.place().contains(place);
    }

    private static RequirementId byNumber(String number) {
        String guide = GUIDE_OF.get(number.substring(0, number.indexOf('-')));
        if (guide == null) {
            throw new AssertionError(number);
        }
        return new RequirementId(guide, number);
    }
}
