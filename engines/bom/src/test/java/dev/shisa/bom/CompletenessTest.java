package dev.shisa.bom;

import static dev.shisa.bom.RoundTrip.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.Completeness.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minimum elements, duplicates, and what changed between two releases. */
class CompletenessTest {

    private static String list(String components, String dependencies) {
        return """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"timestamp": "2026-11-20T00:00:00Z",
                  "authors": [{"name": "a"}], "component": {"type": "firmware", "bom-ref": "fw", "name": "camera"}},
                 "components": [%s], "dependencies": [%s]}""".formatted(components, dependencies);
    }

    private static String component(String name, String version, String more) {
        return """
                {"type": "library", "bom-ref": "%s", "name": "%1$s", "version": "%s", "purl": "pkg:generic/%1$s@%2$s"%s}""".formatted(name, version, more);
    }

    private static final String WHOLE = """
            , "supplier": {"name": "s"}, "licenses": [{"license": {"id": "MIT"}}],
            "hashes": [{"alg": "SHA-256", "content": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]""";

    @Test
    void aListWithEverythingMeetsBoth() {
        Bom bom = read("x", list(component("a", "1", WHOLE), "{\"ref\": \"a\", \"dependsOn\": []}"))
                .bom();
        Completeness.Report report = Completeness.check(bom);
        assertThat(report.missing()).isEmpty();
        assertThat(report.meetsNtia()).isTrue();
        assertThat(report.meetsBsi()).isTrue();
    }

    @Test
    void eachElementThatIsMissingIsNamedWithTheComponentsThatLackIt() {
        Bom bom = read(
                        "x",
                        list(
                                component("a", "1", WHOLE) + "," + component("b", "", ""),
                                "{\"ref\": \"a\", \"dependsOn\": []}"))
                .bom();
        Completeness.Report report = Completeness.check(bom);
        assertThat(report.missing().keySet())
                .containsExactlyInAnyOrder(
                        Element.SUPPLIER, Element.VERSION, Element.DEPENDENCY, Element.LICENSE, Element.HASH);
        assertThat(report.missing().values()).allMatch(List.of("b")::equals);
        assertThat(report.share(Element.SUPPLIER)).isEqualTo(0.5);
        assertThat(report.meetsNtia()).isFalse();
    }

    @Test
    void anEmptyListMeetsNothing() {
        Completeness.Report report = Completeness.check(read("x", list("", "")).bom());
        assertThat(report.meetsNtia()).isFalse();
        assertThat(report.meetsBsi()).isFalse();
    }

    @Test
    void anUpdateIsOneChangeAndNotARemovalAndAnAddition() {
        Bom before = read(
                        "x",
                        list(
                                component("a", "1", "") + "," + component("b", "1", "") + "," + component("c", "1", ""),
                                ""))
                .bom();
        Bom after = read(
                        "x",
                        list(
                                component("a", "2", "") + "," + component("b", "1", "") + "," + component("d", "1", ""),
                                ""))
                .bom();
        BomDifference difference = BomDifference.between(before, after);
        assertThat(difference.added()).extracting(Component::name).containsExactly("d");
        assertThat(difference.removed()).extracting(Component::name).containsExactly("c");
        assertThat(difference.unchanged()).isEqualTo(1);
        assertThat(difference.changed()).singleElement().satisfies(change -> {
            assertThat(change.before().version()).isEqualTo("1");
            assertThat(change.after().version()).isEqualTo("2");
            assertThat(change.fields()).containsExactly(BomDifference.Field.VERSION);
        });
        assertThat(BomDifference.between(after, after).unchanged()).isEqualTo(3);
    }
}
