package dev.shisa.probe.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lists that come with the probe, one thing a line; what begins with {@code #} is said of them. */
public final class Listed {

    private Listed() {}

    /** @param name of the file among the probe's resources */
    public static List<String> lines(String name) {
        try (InputStream in =
                Objects.requireNonNull(Listed.class.getResourceAsStream("/dev/shisa/probe/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
