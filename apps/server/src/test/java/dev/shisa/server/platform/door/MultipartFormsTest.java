package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A form with files is refused unread unless its token stands in its address. */
class MultipartFormsTest {

    private static final Pattern FORM = Pattern.compile("<form\\b[^\\n]*");

    @Test
    void everyFormWithFilesCarriesItsTokenInItsAddress() throws IOException {
        List<String> without = new ArrayList<>();
        int[] forms = {0};
        try (Stream<Path> all = Files.walk(Path.of("src", "main", "jte"))) {
            for (Path template : all.filter(f -> f.toString().endsWith(".jte")).toList()) {
                FORM.matcher(Files.readString(template))
                        .results()
                        .map(found -> found.group())
                        .filter(form -> form.contains("multipart/form-data"))
                        .forEach(form -> {
                            forms[0]++;
                            // The public forms know nobody, so there is nothing that a page elsewhere could ride on.
                            if (!form.contains("action=\"${ui.withToken(") && !form.contains("action=\"/public/")) {
                                without.add(template + ": " + form);
                            }
                        });
            }
        }
        assertThat(without).isEmpty();
        assertThat(forms[0]).isGreaterThan(25);
    }
}
