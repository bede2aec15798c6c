package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProductWordsTest {

    private static final Pattern KEY = Pattern.compile("\"((?:product|home|search|web|tab|error)(?:\\.[a-z0-9-]+)+)\"");

    private final Messages messages = new Messages();

    @Test
    void haveBothLanguagesForEveryKey() {
        assertThat(own("ja")).isEqualTo(own("en"));
    }

    @Test
    void existForEveryPlaceThatShowsThem() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path folder :
                List.of(Path.of("src/main/jte/product"), Path.of("src/main/java/dev/shisa/server/product"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher found = KEY.matcher(Files.readString(file));
                    while (found.find()) {
                        used.add(found.group(1));
                    }
                }
            }
        }
        // The beginnings of keys that are put together, e.g. "product.opening." + id.
        used.removeIf(key -> messages.all("ja").keySet().stream().anyMatch(known -> known.startsWith(key + ".")));

        // The codes of problems stand without "error." in front.
        used.removeIf(key -> messages.all("ja").containsKey("error." + key));

        // Operations of the API by their ids.
        used.removeIf(key -> messages.all("ja").containsKey("api.op." + key));

        assertThat(used).hasSizeGreaterThan(100);
        assertThat(messages.all("ja").keySet()).containsAll(used);
        assertThat(messages.all("en").keySet()).containsAll(used);
    }

    private Set<String> own(String language) {
        TreeSet<String> keys = new TreeSet<>(messages.all(language).keySet());
        keys.removeIf(key -> !key.matches("(product|home|search|tab|audit)\\..*"));
        return keys;
    }
}
