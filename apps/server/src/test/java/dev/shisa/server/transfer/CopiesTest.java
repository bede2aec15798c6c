package dev.shisa.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a file leaves out is named as the file's fault, before anything of ours stumbles over it. */
class CopiesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Line(String name, @Nullable String note) {}

    record Whole(String title, List<Line> lines, Map<String, String> words) {}

    private static Whole read(String json) {
        return Copies.read(JSON, JSON.readTree(json), Whole.class);
    }

    @Test
    void whatMayBeMissingMayBeMissing() {
        assertThat(read("{\"title\": \"a\", \"lines\": [{\"name\": \"b\"}], \"words\": {}}"))
                .isEqualTo(new Whole("a", List.of(new Line("b", null)), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'lines': [], 'words': {}} | /title",
                "{'title': null, 'lines': [], 'words': {}} | /title",
                "{'title': 'a', 'words': {}} | /lines",
                "{'title': 'a', 'lines': [null], 'words': {}} | /lines/0",
                "{'title': 'a', 'lines': [{'name': 'b'}, {'note': 'c'}], 'words': {}} | /lines/1/name",
                "{'title': 'a', 'lines': [], 'words': {'x': null}} | /words/x",
                "null | /"
            })
    void whatIsMissingIsNamedWithItsPlace(String json, String at) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        BrokenCopy.class, broken -> assertThat(broken.place()).isEqualTo(at))
                .hasMessage("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'title': 'a\\u0000', 'lines': [], 'words': {}} | /title",
                "{'title': 'a', 'lines': [{'name': 'b', 'note': '\\ud800'}], 'words': {}} | /lines/0/note",
                "{'title': 'a', 'lines': [], 'words': {'\\u0000': 'c'}} | /words",
                "{'title': 'a', 'lines': [], 'words': {'x': '\\u0000'}} | /words/x"
            })
    void whatADatabaseDoesNotKeepIsNamedWithItsPlace(String json, String at) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        BrokenCopy.class, broken -> assertThat(broken.place()).isEqualTo(at))
                .hasMessage("no text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'title': {}, 'lines': [], 'words': {}} | /title",
                "{'title': 'a', 'lines': [{'name': 'b'}, 7], 'words': {}} | /lines/1",
                "{'title': 'a', 'lines': 'none', 'words': {}} | /lines"
            })
    void whatIsSomethingElseIsNamedWithItsPlace(String json, String at) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        BrokenCopy.class, broken -> assertThat(broken.place()).isEqualTo(at));
    }
}
