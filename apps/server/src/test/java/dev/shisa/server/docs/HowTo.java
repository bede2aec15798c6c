package dev.shisa.server.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/how-to} with the files that it shows: blocks that have a file name behind their language.
 *
 * @param text the whole page
 * @param files by their path in the repository
 */
record HowTo(String text, Map<String, String> files) {

    static final Path FOLDER = Path.of("..", "..", "docs", "how-to");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+ (\\S+)$\n(.*?)^```$");

    static HowTo page(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        Map<String, String> files = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            files.put(block.group(1), block.group(2));
        }
        return new HowTo(text, files);
    }

    /** Writes the files below a folder, as somebody who follows the page does. */
    void write(Path home) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = home.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
        }
    }
}
