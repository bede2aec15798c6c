package dev.shisa.server.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Static files, kept in memory once somebody asked for them, by the hash of their content: {@code /css/shisa.css?v=3f9a41c7}. */
@Component
public class Assets {

    private static final Pattern NAME =
            Pattern.compile("/(?:css|fonts|img|js)/[A-Za-z0-9-]+(?:\\.min)?\\.(css|woff2|svg|js|txt)");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");
    private static final int HASH_DIGITS = 8;

    private final Map<String, PublicFile> files = new ConcurrentHashMap<>();

    /** The address of a file below {@code static/}; the path starts with a slash. */
    public String href(String path) {
        PublicFile file = find(path).orElseThrow(() -> new IllegalArgumentException("no static file " + path));
        return path + "?v=" + file.tag().substring(0, HASH_DIGITS);
    }

    /** A file by its path; empty for anything that is none of ours. */
    public Optional<PublicFile> find(String path) {
        PublicFile known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Matcher name = NAME.matcher(path);
        if (!name.matches()) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream("/static" + path)) {
            if (in == null) {
                return Optional.empty();
            }
            PublicFile file = PublicFile.of(
                            in.readAllBytes(), TYPES.getOrDefault(name.group(1), "text/plain;charset=UTF-8"))
                    .unchanging();
            files.put(path, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
